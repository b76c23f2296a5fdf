package import AssayCore
import AssayRepositories
package import AssaySupport

/// Chooses what prompts show of a task's files: all of them where they fit, else by relevance to the task.
///
/// It is cheap to ask again after a change: only files that differ are indexed anew.
package struct ContextBuilder: Sendable {
    let brief: TaskBrief
    private let prompts: Prompts
    /// Whether lines are shown with their numbers where files are cut, as for models that answer with changes.
    private let numbersLines: Bool
    private var index: RepositoryIndex?

    /// About how many bytes of code one token stands for; less than what tokenizers need, so that a budget is kept.
    private static let bytesPerToken = 3

    /// Makes a builder for the prompts about a task.
    package init(_ brief: TaskBrief, prompts: Prompts = Prompts(), numbersLines: Bool = false) {
        self.brief = brief
        self.prompts = prompts
        self.numbersLines = numbersLines
    }

    /// Makes a builder for the prompts of an arm.
    package init(_ settings: PipelineSettings, _ brief: TaskBrief) {
        self.init(brief, prompts: settings.prompts, numbersLines: settings.editFormat(.implementer) == .searchReplace)
    }

    /// Makes the beginning of prompts: statement, files and tests of a tree in about `tokens` tokens.
    ///
    /// The statement is never cut. Throws when a template is malformed.
    package mutating func context(
        of tree: FileTree, tokens: Int, focus: ContextFocus = ContextFocus()
    ) throws(HarnessError) -> TaskContext {
        let bytes = tokens * Self.bytesPerToken
        let tests = brief.visibleTests
        let code = shown(of: tree).filtered { !tests.contains($0) }
        var values: [String: Any] = ["title": brief.title, "statement": brief.demands]
        let size = (Array(code.texts.values) + Array(tests.texts.values)).reduce(0) { $0 + $1.utf8.count }
        let fits = size <= bytes
        if fits {
            values["files"] = code.paths.map { TaskContext.file($0, TerminalText.clean(code[$0] ?? ""), brief.language) }
            values["tests"] = tests.paths.map { TaskContext.file($0, TerminalText.clean(tests[$0] ?? ""), brief.language) }
        } else {
            let whole = tree.overlaid(with: tests)
            var index = self.index ?? RepositoryIndex(FileTree(), tests: Set(tests.paths))
            index.update(to: whole)
            self.index = index
            let fill = ContextFill(brief, whole, index, focus: focus, bytes: bytes, numbersLines: numbersLines)
            values.merge(fill.values) { $1 }
        }
        let interface: [[String: Any]] =
            brief.prompt == nil ? brief.interface.map { ["signature": $0.signature, "file": $0.file] } : []
        values["interface"] = interface
        values["hasInterface"] = !interface.isEmpty
        return TaskContext(
            brief, system: try prompts.render("system", ["language": brief.language.title]), text: try prompts.render("task", values),
            truncated: !fits)
    }

    /// The files that are shown where all fit: texts, without documents and what no person writes unless the task names them.
    private func shown(of tree: FileTree) -> FileTree {
        let texts = tree.filtered { tree[$0] != nil }
        let usual = texts.filtered { path in !path.hasSuffix(".md") && texts.entries[path].map { FileRole(path, $0) } != .excluded }
        let others = texts.paths.filter { !usual.contains($0) }
        let named = Set(NamedFiles(in: brief.statement, among: others).paths)
        return named.isEmpty ? usual : texts.filtered { usual.contains($0) || named.contains($0) }
    }
}
