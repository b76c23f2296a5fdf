import AssayCore
import AssayRepositories
import AssaySupport

/// The common beginning of all prompts about one task; it is stable so that providers can cache it.
struct TaskContext: Sendable {
    let brief: TaskBrief
    /// The system prompt.
    let system: String
    let text: String
    /// Whether files were cut to fit the token budget.
    let truncated: Bool

    init(_ brief: TaskBrief, tokens: Int, prompts: Prompts = Prompts()) throws(HarnessError) {
        self.brief = brief
        var left = tokens * 3
        var truncated = false
        func cut(_ text: String) -> String {
            let part = String(TerminalText.clean(text).prefix(max(left, 0)))
            if part.count < text.count && part.count < TerminalText.clean(text).count { truncated = true }
            left -= part.count
            return part
        }
        let tests = brief.visibleTests.paths.map { path in
            Self.file(path, cut(brief.visibleTests[path] ?? ""), brief.language)
        }
        let code = brief.start.filtered { !$0.hasSuffix(".md") && brief.start[$0] != nil }
        let files: [[String: Any]]
        if code.texts.values.reduce(0, { $0 + $1.utf8.count }) <= max(left, 0) {
            files = code.paths.map { Self.file($0, cut(code[$0] ?? ""), brief.language) }
        } else {
            // Relevant files come first and whole; of the others, the declarations as far as the budget allows.
            truncated = true
            var whole = 0
            let ranked = RepositoryMap(code, statement: brief.statement).ranked()
            files = ranked.compactMap { path in
                let text = code[path] ?? ""
                let isWhole = text.utf8.count <= left || whole == 0
                if isWhole { whole += 1 }
                let shown = cut(isWhole ? text : brief.outlines[path] ?? RepositoryMap.outline(text, of: path))
                return shown.isEmpty ? nil : Self.file(isWhole ? path : path + " (only what it declares)", shown, brief.language)
            }
        }
        let interface: [[String: Any]] =
            brief.prompt == nil
            ? brief.interface.map { ["signature": $0.signature, "file": $0.file] } : []
        system = try prompts.render("system", ["language": brief.language.title])
        text = try prompts.render(
            "task",
            [
                "title": brief.title, "statement": brief.demands, "files": files, "tests": tests,
                "interface": interface, "hasInterface": !interface.isEmpty,
            ])
        self.truncated = truncated
    }

    static func file(_ path: String, _ text: String, _ language: Language) -> [String: Any] {
        ["path": path, "text": text, "language": language.rawValue]
    }
}
