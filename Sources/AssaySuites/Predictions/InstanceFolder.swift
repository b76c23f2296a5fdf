package import AssaySupport
import FoundationEssentials
import Yams

/// An instance in a folder of its own: `instance.json` or `instance.yaml` has the keys of a data set's row, `repo` names a git
/// repository on this machine, and an `assay.yaml` beside it says how the tests are run and what they need.
package struct InstanceFolder: Sendable {
    /// What the row says of the issue and its tests.
    package let instance: Instance
    /// The folder of the git repository.
    package let repository: String
    /// The commit to which patches belong.
    package let base: String
    /// The text of the `assay.yaml`; nil where there is none.
    package let settings: String?

    private static let files = ["instance.json", "instance.yaml", "instance.yml"]
    private static let settingsFile = "assay.yaml"

    /// Reads a folder; returns nil where it has no file of an instance, and throws where that is none.
    package static func read(_ folder: String) throws(InputError) -> InstanceFolder? {
        guard let path = files.map({ "\(folder)/\($0)" }).first(where: { FileManager.default.fileExists(atPath: $0) }) else { return nil }
        let text = try TextFile.read(path)
        guard var row = path.hasSuffix(".json") ? JSONText.value(text)?.object : yaml(text) else {
            throw InputError(path, "is no mapping of an instance's keys")
        }
        let name = FolderReader.name(of: folder)
        if row["instance_id"] == nil { row["instance_id"] = .string(name) }
        let instance = try Instance(row, at: path)
        guard instance.id == name else {
            throw InputError(path, "is of the instance '\(TerminalText.line(instance.id))'; name its folder so")
        }
        guard let repository = row["repo"]?.text, !repository.isEmpty else { throw InputError(path, "needs 'repo', the folder of a git repository") }
        guard let base = (row["base_commit"] ?? row["base"])?.text, !base.isEmpty else {
            throw InputError(path, "needs 'base_commit', the commit that patches are made for")
        }
        let place = PathName.normalized(repository.hasPrefix("/") ? repository : "\(folder)/\(repository)")
        guard FileManager.default.fileExists(atPath: place) else {
            throw InputError(path, "'repo' is '\(TerminalText.line(repository))', and there is no such folder; clone the repository there", kind: .missing)
        }
        let beside = "\(folder)/\(settingsFile)"
        let settings = FileManager.default.fileExists(atPath: beside) ? try TextFile.read(beside) : nil
        return InstanceFolder(instance: instance, repository: place, base: base, settings: settings)
    }

    /// The texts, and the lists of texts, of a YAML mapping.
    private static func yaml(_ text: String) -> [String: JSONValue]? {
        guard let mapping = (try? Yams.compose(yaml: text))?.mapping else { return nil }
        let pairs = mapping.compactMap { key, value -> (String, JSONValue)? in
            guard let name = key.string else { return nil }
            if let sequence = value.sequence { return (name, .array(sequence.compactMap { $0.string.map { .string($0) } })) }
            return value.scalar.map { (name, .string($0.string)) }
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }
}
