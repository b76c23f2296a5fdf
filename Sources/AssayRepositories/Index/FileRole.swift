package import AssaySupport

/// What a file of a repository is to somebody who changes the code.
package enum FileRole: Sendable, Equatable {
    /// Code that is part of the project.
    case source
    /// Code that tests the project.
    case test
    /// Examples and benchmarks: code that is rarely what a change is about.
    case example
    /// Settings and data in a text format.
    case configuration
    /// Text for people.
    case document
    /// A licence, a lock file, and what is generated, minified, vendored or binary: never shown unless the task names it.
    case excluded

    /// The size in bytes above which a file is data: hardly any larger one is written by hand.
    private static let mostBytes = 1 << 20

    /// Tells the role of an entry by its path and the beginning of its text.
    package init(_ path: String, _ entry: FileEntry) {
        guard let text = entry.text, text.utf8.count <= Self.mostBytes, !Self.isForeign(path), !Self.isMadeByTool(path, text) else {
            self = .excluded
            return
        }
        let folders = path.split(separator: "/").dropLast().map { $0.lowercased() }
        let name = Self.name(path)
        let ending = Self.ending(name)
        if Self.documents.contains(ending) || ending.isEmpty && Self.documentNames.contains(name.lowercased()) {
            self = .document
        } else if Self.configurations.contains(ending) || name.hasPrefix(".") || !name.contains(".") && !Self.buildFiles.contains(name) {
            self = .configuration
        } else if Self.isTest(name) || folders.contains(where: Self.testFolders.contains) {
            self = .test
        } else {
            self = folders.contains(where: Self.exampleFolders.contains) ? .example : .source
        }
    }

    /// How much the relevance of such a file counts, from 0 to 1.
    var weight: Double {
        switch self {
        case .source, .test: 1
        case .configuration: 0.4
        case .example: 0.3
        case .document, .excluded: 0
        }
    }

    private static let documents: Set<String> = ["md", "rst", "txt", "adoc", "markdown", "tex", "org", "mdx"]
    private static let documentNames: Set<String> = ["authors", "changes", "changelog", "contributors", "history", "news", "readme", "todo"]
    private static let configurations: Set<String> = [
        "json", "yaml", "yml", "toml", "cfg", "ini", "xml", "csv", "tsv", "svg", "po", "pot", "properties", "plist", "pbxproj", "in", "jsonl", "xcscheme",
        "ipynb", "lock", "conf", "env", "snap", "golden",
    ]
    private static let buildFiles: Set<String> = ["Makefile", "Dockerfile", "Rakefile", "Gemfile", "CMakeLists.txt"]
    private static let testFolders: Set<String> = ["test", "tests", "testing", "spec", "specs", "__tests__", "testdata", "fixtures", "__snapshots__"]
    private static let exampleFolders: Set<String> = [
        "doc", "docs", "example", "examples", "samples", "bench", "benchmark", "benchmarks", "demo", "demos", "extras",
    ]
    /// Folders of code by others, and of results of tools.
    private static let foreignFolders: Set<String> = [
        "vendor", "_vendor", "vendored", "third_party", "third-party", "thirdparty", "node_modules", "bower_components", "site-packages", "pods",
        "carthage", "licenses", ".venv", "venv", ".build", "dist", "__pycache__", ".git",
    ]
    private static let lockFiles: Set<String> = [
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "bun.lockb", "package.resolved", "go.sum", "gradle.lockfile", "packages.lock.json",
    ]
    private static let licences = ["license", "licence", "copying", "notice", "unlicense", "patents"]
    private static let codeEndings: Set<String> = [
        "py", "swift", "js", "ts", "tsx", "go", "rs", "java", "c", "h", "cpp", "rb", "kt", "cs", "sh", "sql", "html",
    ]
    private static let binaryEndings: Set<String> = ["map", "pdf", "ps", "eps"]

    private static func isForeign(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains { foreignFolders.contains($0.lowercased()) }
    }

    private static func isMadeByTool(_ path: String, _ text: String) -> Bool {
        let name = name(path).lowercased()
        let ending = ending(name)
        if lockFiles.contains(name) || ending == "lock" || binaryEndings.contains(ending) || name.contains(".min.") { return true }
        // `LICENSE`, `LICENSE.txt`, `COPYING.LESSER` and `LICENSE-MIT`, but not `license_check.py`.
        if licences.contains(String(name.prefix { $0 != "." && $0 != "-" })), !codeEndings.contains(ending) { return true }
        if name.hasSuffix("_pb2.py") || name.hasSuffix("_pb2_grpc.py") || name.contains(".pb.") || name.contains(".generated.") || name.hasSuffix(".g.dart") {
            return true
        }
        return isGenerated(text)
    }

    /// Whether the beginning of a text says that a tool wrote it, or no person could have: a line of more than 2,000 bytes.
    private static func isGenerated(_ text: String) -> Bool {
        let head = Array(text.utf8.prefix(8192))
        if head.split(separator: UInt8(ascii: "\n")).contains(where: { $0.count > 2000 }) { return true }
        let words = String(decoding: head.prefix(600), as: UTF8.self)
        return ["@generated", "DO NOT EDIT", "Do not edit", "do not edit", "Code generated by", "automatically generated", "utogenerated"]
            .contains { words.contains($0) }
    }

    private static func isTest(_ name: String) -> Bool {
        let lower = name.lowercased()
        let stem = name.prefix { $0 != "." }
        return lower.hasPrefix("test_") || lower.hasPrefix("tests.") || lower == "conftest.py" || stem.lowercased().hasSuffix("_test")
            || stem.hasSuffix("Test") || stem.hasSuffix("Tests") || lower.contains(".test.") || lower.contains(".spec.")
    }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private static func ending(_ name: String) -> String { name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? "" }
}
