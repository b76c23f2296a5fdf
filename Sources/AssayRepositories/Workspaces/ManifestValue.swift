import AssaySupport
import TOMLKit
import Yams

/// Reads manifests of any notation as one kind of value; nil for what is not of the notation.
enum ManifestValue {
    /// The most bytes of a manifest that is read.
    private static let mostBytes = 4 << 20

    /// Reads TOML.
    static func toml(_ text: String) -> JSONValue? {
        guard text.utf8.count <= mostBytes, let table = try? TOMLTable(string: text) else { return nil }
        return JSONText.value(table.convert(to: .json, options: [.quoteDateAndTimes, .quoteInfinitesAndNaNs, .allowUnicodeStrings]))
    }

    /// Reads JSON.
    static func json(_ text: String) -> JSONValue? {
        text.utf8.count <= mostBytes ? JSONText.value(text) : nil
    }

    /// Reads the lists of texts in a YAML mapping, by key.
    static func yamlLists(_ text: String) -> [String: [String]]? {
        guard text.utf8.count <= mostBytes else { return nil }
        guard let mapping = (try? Yams.compose(yaml: text))?.mapping else { return nil }
        return Dictionary(
            mapping.compactMap { key, value in
                key.string.flatMap { name in value.sequence.map { (name, $0.compactMap(\.string)) } }
            }, uniquingKeysWith: { $1 })
    }
}

extension FileTree {
    /// The folders that hold a file of a name, by path; none that a package manager fills.
    func folders(holding name: String) -> [String] {
        paths.filter { $0 == name || $0.hasSuffix("/" + name) }.map(RelativePath.folder)
            .filter { !$0.split(separator: "/").contains { ["node_modules", "vendor", "target", ".venv"].contains($0) } }
    }
}
