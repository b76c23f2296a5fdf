import AssayCore
import AssaySupport
import AssayToolchains

/// Definitions in a project's own sources that take the place of what its tests assert with.
///
/// Files and folders named for tests belong to the tests, and code of others that lies in the tree is not the project's.
struct Redefinitions {
    /// A definition and its place.
    struct Found: Hashable, Sendable {
        let name: String
        let path: String
        let line: Int
        /// The definition without its line, which an edit above it changes.
        var key: String { "\(path)\u{0}\(name)" }
    }

    /// Longer files are not searched.
    private static let mostBytes = 500_000

    /// The definitions, one for each name and file.
    private(set) var found: [Found] = []
    private let language: Language
    private let tree: FileTree
    private let tests: FileTree
    /// The names of files that tests take in, by the pattern for how they do.
    private var reached: [String: Set<String>] = [:]
    /// Texts without comments and strings, by path.
    private var bare: [String: String] = [:]

    /// Searches a tree that holds its tests, too.
    init(_ profile: ToolchainProfile, in tree: FileTree, tests: FileTree) {
        language = profile.language
        self.tree = tree
        let isOfTests = Set(tree.paths.filter { tests.contains($0) || TestPath.isOfTests($0) })
        let isOfOthers = Set(tree.paths.filter(TestPath.isOfOthers))
        self.tests = tree.filtered { profile.isSource($0) && isOfTests.contains($0) }.overlaid(with: tests)
        for rule in profile.redefinitions ?? [] {
            let paths = tree.paths.filter { path in
                guard rule.anywhere == true || !isOfTests.contains(path), !isOfOthers.contains(path) else { return false }
                return rule.path.map { Self.matches(path, $0) } ?? profile.isSource(path)
            }
            search(paths, rule)
        }
        var seen: Set<String> = []
        found = found.filter { seen.insert($0.key).inserted }.sorted { ($0.path, $0.line) < ($1.path, $1.line) }
    }

    private mutating func search(_ paths: [String], _ rule: ToolchainProfile.Redefinition) {
        var some = paths.filter { path in
            guard let text = tree[path] else { return false }
            return text.utf8.count <= Self.mostBytes && Tripwires.holds(text, one: rule.words)
        }
        guard !some.isEmpty else { return }
        // Most projects have no test of the framework.
        if let imports = rule.imports, !imports.contains("{"), rule.until == nil {
            guard tests.paths.contains(where: { Self.matches(tests[$0] ?? "", imports) }) else { return }
        }
        if let through = rule.through {
            let reached = reached(by: through)
            some = some.filter { reached.contains(Self.last(of: $0)) }
        }
        for path in some {
            guard rule.needs.map({ Self.matches(uncommented(path), $0) }) != false, !isFramework(path, rule) else { continue }
            for definition in definitions(in: path, rule) where isUsed(definition.name, from: path, rule) { found.append(definition) }
        }
    }

    // MARK: Definitions

    private mutating func definitions(in path: String, _ rule: ToolchainProfile.Redefinition) -> [Found] {
        guard let pattern = rule.pattern else {
            return Self.name(in: path, rule.path ?? "").map { [Found(name: $0, path: path, line: 1)] } ?? []
        }
        var text = rule.whole == true ? tree[path] ?? "" : code(path)
        // Macros of tests that stand in a source are theirs.
        if let until = rule.until, let regex = Self.regex(until), let start = text.firstMatch(of: regex) { text = String(text[..<start.range.lowerBound]) }
        guard let regex = Self.regex(pattern) else { return [] }
        return text.matches(of: regex).compactMap { match in
            guard match.output["harmless"]?.substring == nil, let name = match.output["name"]?.substring else { return nil }
            return Found(name: String(name), path: path, line: text[..<name.startIndex].count { $0 == "\n" } + 1)
        }
    }

    private mutating func code(_ path: String) -> String {
        if let known = bare[path] { return known }
        let text = SourceOutline(Array((tree[path] ?? "").utf8), language).bare
        bare[path] = text
        return text
    }

    private func uncommented(_ path: String) -> String { SourceOutline(Array((tree[path] ?? "").utf8), language).uncommented }

    /// Whether a file is a part of the framework itself: a test that took it in would have that framework.
    private func isFramework(_ path: String, _ rule: ToolchainProfile.Redefinition) -> Bool {
        rule.through != nil && rule.imports.map { Self.matches("#include \"\(path)\"", $0) || Self.matches("#include <\(path)>", $0) } == true
    }

    // MARK: Tests

    /// Whether a test uses a name that it has from its framework.
    private mutating func isUsed(_ name: String, from path: String, _ rule: ToolchainProfile.Redefinition) -> Bool {
        let escaped = name.replacing(/[^\w]/) { "\\" + $0.output }
        let file = Self.last(of: path).replacing(".", with: "\\.")
        func filled(_ pattern: String) -> String { pattern.replacing("{name}", with: escaped).replacing("{file}", with: file) }
        // Tests may stand in the source itself.
        let inner = rule.until != nil ? tree.filtered { $0 == path } : FileTree()
        for test in tests.overlaid(with: inner).paths {
            guard let text = tests[test] ?? tree[test], text.utf8.count <= Self.mostBytes, rule.beside != true || test.parentFolder == path.parentFolder,
                rule.imports.map({ Self.matches(text, filled($0)) }) != false, rule.brought.map({ Self.matches(text, filled($0)) }) != true
            else { continue }
            guard let used = rule.used else { return true }
            if Self.matches(rule.whole == true && rule.path != nil ? text : code(test), filled(used)) { return true }
        }
        return false
    }

    /// The names of the files that tests take in, and of those that these take in.
    private mutating func reached(by through: String) -> Set<String> {
        if let known = reached[through] { return known }
        guard let regex = Self.regex(through) else { return [] }
        let byName = Dictionary(grouping: tree.paths, by: Self.last)
        func taken(_ path: String) -> [String] {
            (tests[path] ?? tree[path] ?? "").matches(of: regex).compactMap { $0.output["name"]?.substring.map { Self.last(of: String($0)) } }
        }
        var names: Set<String> = []
        var open = tests.paths.flatMap(taken)
        while let next = open.popLast() {
            guard names.insert(next).inserted else { continue }
            open += (byName[next] ?? []).flatMap(taken)
        }
        reached[through] = names
        return names
    }

    private static func last(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// A pattern in which a name ends before a dot.
    private static func regex(_ pattern: String) -> Regex<AnyRegexOutput>? {
        try? Regex(pattern).anchorsMatchLineEndings().wordBoundaryKind(.simple)
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        regex(pattern).map { text.firstMatch(of: $0) != nil } ?? false
    }

    private static func name(in path: String, _ pattern: String) -> String? {
        regex(pattern).flatMap { path.firstMatch(of: $0) }?.output["name"]?.substring.map(String.init)
    }
}
