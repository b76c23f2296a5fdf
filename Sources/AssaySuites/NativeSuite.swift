import AssayCore
import FoundationEssentials
import Yams

/// Our own task folders: task.yaml, statement.md, start/, visible/, hidden/, reference/, stub/.
enum NativeSuite {
    private struct Manifest: Decodable {
        var title: String
        var language: Language
        var deliverables: [String]
        var interface: [Symbol]?
        var examples: [Call]?

        struct Symbol: Decodable {
            var symbol: String
            var signature: String
            var file: String
        }
        struct Call: Decodable {
            var call: String
            var expected: String
        }
    }

    static func load(_ folder: String) throws(InputError) -> [CodingTask] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        var tasks: [CodingTask] = []
        for name in names {
            let manifest = "\(folder)/\(name)/task.yaml"
            guard FileManager.default.fileExists(atPath: manifest) else { continue }
            tasks.append(try task("\(folder)/\(name)", id: name, manifest: manifest))
        }
        guard !tasks.isEmpty else {
            throw InputError(folder, "holds no task; each task is a folder with a task.yaml")
        }
        return tasks
    }

    private static func task(
        _ folder: String, id: String, manifest path: String
    ) throws(InputError) -> CodingTask {
        let manifest: Manifest
        let statement: String
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            manifest = try YAMLDecoder().decode(Manifest.self, from: text)
        } catch {
            throw InputError(path, YAMLProblem.describe(error))
        }
        do {
            statement = try String(contentsOfFile: folder + "/statement.md", encoding: .utf8)
        } catch {
            throw InputError(folder + "/statement.md", "cannot be read; every task needs a statement")
        }
        let start = try FolderReader.read(folder + "/start")
        let stub = try FolderReader.read(folder + "/stub")
        let reference = try FolderReader.read(folder + "/reference")
        let brief = TaskBrief(
            id: id, title: manifest.title, statement: statement.trimmed,
            language: manifest.language, start: start, deliverables: manifest.deliverables,
            interface: (manifest.interface ?? []).map {
                InterfaceSymbol(symbol: $0.symbol, signature: $0.signature, file: $0.file)
            },
            examples: (manifest.examples ?? []).map { Example(call: $0.call, expected: $0.expected) },
            visibleTests: try FolderReader.read(folder + "/visible"))
        return CodingTask(
            brief: brief, form: .project,
            hidden: HiddenChecks(files: try FolderReader.read(folder + "/hidden")),
            reference: reference.isEmpty ? nil : reference,
            stub: stub.isEmpty
                ? start.filtered { manifest.deliverables.contains($0) } : stub)
    }
}
