import AssayCore
import AssayRepositories
import AssaySupport

/// Fills a budget with what a task needs of a large tree.
///
/// In this order: the files by name, the checks that fail, files that the task, a trace or the analyst names, the most relevant
/// files each with its tests, what further files declare, and the project's conventions. Each is whole, in parts or an outline.
struct ContextFill {
    private let brief: TaskBrief
    private let tree: FileTree
    private let index: RepositoryIndex
    private let relevance: Relevance
    private let named: NamedFiles
    private let numbersLines: Bool
    /// The bytes that are left.
    private var left: Int
    private var shown: [ShownFile] = []
    private var seen: Set<String> = []
    /// The values for the template of the task.
    private(set) var values: [String: Any] = [:]

    /// The largest shares of the budget, of what is there at first or of what is left when it is an item's turn.
    private enum Share {
        static let tree = 0.15
        static let failing = 0.25
        static let conventions = 0.06
        /// A file as a whole: the first of all, or a named one, and any other.
        static let first = 0.7
        static let whole = 0.45
        static let firstParts = 0.5
        static let parts = 0.28
        static let tests = 0.15
        /// When less than this is left, only outlines are added.
        static let outlines = 0.05
    }
    /// The number of files whose tests are shown with them.
    private static let withTests = 3
    /// The number of files without room after which no more are tried, as most of a large tree would be.
    private static let mostRefused = 8
    /// The number of files up to which files that share no word with the task are shown too.
    private static let fewFiles = 6
    /// The largest outline, in bytes.
    private static let outlineBytes = 1500

    init(_ brief: TaskBrief, _ tree: FileTree, _ index: RepositoryIndex, focus: ContextFocus, bytes: Int, numbersLines: Bool) {
        self.brief = brief
        self.tree = tree
        self.index = index
        self.numbersLines = numbersLines
        let asked = brief.statement + "\n" + focus.failing
        relevance = Relevance(of: index, to: asked)
        named = NamedFiles(in: focus.named.joined(separator: "\n") + "\n" + asked, among: tree.paths)
        left = bytes - brief.statement.utf8.count
        let budget = Double(max(left, 0))
        values["statement"] = brief.statement
        addTree(limit: Int(budget * Share.tree))
        addFailing(focus.failing, limit: Int(budget * Share.failing))
        let kept = Int(budget * Share.conventions)
        left -= kept
        for path in named.paths { add(path, isFirst: true) }
        var refused = 0
        for (rank, path) in relevance.ranked.enumerated() where !seen.contains(path) {
            let isRelevant = (relevance.scores[path] ?? 0) > 0
            // A task whose words stand nowhere is shown a few files all the same.
            guard left > 200, refused < Self.mostRefused, isRelevant || shown.count < Self.fewFiles else { break }
            let before = shown.count
            if Double(left) > budget * Share.outlines {
                add(path, isFirst: rank == 0 && named.paths.isEmpty)
                if rank < Self.withTests { addTest(of: path) }
            } else {
                show(ShownFile.outline(path, text(path), limit: min(left, Self.outlineBytes)))
            }
            if shown.count == before { refused += 1 }
        }
        left += kept
        addConventions(limit: left)
        let isTest = { (file: ShownFile) in index.role(of: file.path) == .test }
        values["files"] = shown.filter { !isTest($0) }.map { $0.values(Self.language(of: $0.path, brief.language)) }
        values["tests"] = shown.filter(isTest).map { $0.values(Self.language(of: $0.path, brief.language)) }
        if shown.contains(where: { $0.form == .parts || (numbersLines && $0.form == .whole) }) { values["numbered"] = true }
    }

    private func text(_ path: String) -> String { TerminalText.clean(tree[path] ?? "") }

    private mutating func show(_ file: ShownFile?) {
        guard let file, file.cost <= left, seen.insert(file.path).inserted else { return }
        shown.append(file)
        left -= file.cost
    }

    /// Shows a file as a whole, else in parts, else what it declares.
    private mutating func add(_ path: String, isFirst: Bool) {
        guard !seen.contains(path), tree[path] != nil else { return }
        let text = text(path)
        let room = Double(left)
        let limit = Int(room * (isFirst ? Share.firstParts : Share.parts))
        if let file = ShownFile.whole(path, text, numbered: numbersLines), file.cost <= Int(room * (isFirst ? Share.first : Share.whole)) {
            show(file)
        } else if let file = ShownFile.parts(path, text, relevance, lines: named.lines[path] ?? [], limit: limit, begins: isFirst) {
            show(file)
        } else {
            show(ShownFile.outline(path, text, limit: min(left, Self.outlineBytes)))
        }
    }

    /// Shows the test that uses a file most.
    private mutating func addTest(of path: String) {
        guard index.role(of: path) != .test, let test = relevance.tests(of: path).first, !seen.contains(test) else { return }
        let text = text(test)
        let limit = Int(Double(left) * Share.tests)
        if let file = ShownFile.whole(test, text, numbered: false), file.cost <= limit {
            show(file)
        } else {
            show(ShownFile.parts(test, text, relevance, lines: named.lines[test] ?? [], limit: limit))
        }
    }

    private mutating func addTree(limit: Int) {
        let text = FileTreeText(tree.paths, scores: relevance.scores, named: Set(named.paths)).text(limit: limit)
        guard !text.isEmpty else { return }
        values["tree"] = TerminalText.clean(text)
        left -= text.utf8.count
    }

    private mutating func addFailing(_ failing: String, limit: Int) {
        guard !failing.isEmpty else { return }
        let text = String(decoding: failing.utf8.prefix(max(limit, 0)), as: UTF8.self)
        values["failing"] = text
        left -= text.utf8.count
    }

    private mutating func addConventions(limit: Int) {
        let text = Conventions.text(of: tree, limit: limit)
        guard !text.isEmpty else { return }
        values["conventions"] = TerminalText.clean(text)
        left -= text.utf8.count
    }

    /// The language of a file by its ending, for the fence around it.
    private static func language(of path: String, _ main: Language) -> Language {
        switch path.split(separator: ".").last {
        case "py", "pyi": .python
        case "swift": .swift
        case "js", "mjs", "cjs", "jsx": .javascript
        case "ts", "tsx": .typescript
        case "rs": .rust
        case "go": .go
        case "java": .java
        case "c", "h": .c
        case "cc", "cpp", "hpp", "cxx": .cpp
        case "sh": .shell
        case let ending? where path.contains("."): Language(rawValue: String(ending))
        default: main
        }
    }
}
