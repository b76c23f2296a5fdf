import AssaySupport
import AssayTestSupport
import FoundationEssentials

/// One Swift file of the repository.
struct SwiftFile: Sendable {
    /// The path below the repository's root.
    let path: String
    let text: String

    /// How many lines it has, as `wc -l` counts them.
    var lines: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

    /// The folder that holds it.
    var folder: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "" }

    var name: String { path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path }

    /// The modules that it imports, whatever stands before the keyword; an import is never indented.
    var imports: Set<String> {
        var found: Set<String> = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, first.isLetter || first == "@" else { continue }
            var words = line.split(separator: " ").map(String.init)
            while let word = words.first, word.hasPrefix("@") || Self.modifiers.contains(word) { words.removeFirst() }
            guard words.first == "import", words.count > 1 else { continue }
            // `import class Foundation.NSObject` imports Foundation.
            let path = Self.kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
            found.insert(String(path.prefix { $0 != "." }))
        }
        return found
    }

    private static let modifiers: Set<String> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<String> = ["class", "struct", "enum", "protocol", "typealias", "func", "let", "var"]

    /// The Swift files below a folder of the repository, those of all depths, in order of their paths.
    static func below(_ folder: String) -> [SwiftFile] {
        let manager = FileManager.default
        let names = ((try? manager.contentsOfDirectory(atPath: "\(Places.root)/\(folder)")) ?? []).sorted()
        return names.filter { !$0.hasPrefix(".") }.flatMap { name -> [SwiftFile] in
            let path = "\(folder)/\(name)"
            var isFolder = false
            guard manager.fileExists(atPath: "\(Places.root)/\(path)", isDirectory: &isFolder) else { return [] }
            if isFolder { return below(path) }
            guard name.hasSuffix(".swift"), let text = try? Places.text(path) else { return [] }
            return [SwiftFile(path: path, text: text)]
        }
    }

    static let sources = below("Sources")
    static let tests = below("Tests")
    static let benchmarks = below("benchmarks")
}
