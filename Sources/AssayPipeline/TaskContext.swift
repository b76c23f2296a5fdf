import AssayCore

/// What every prompt about one task starts with: stable, so that prefix caches hit.
struct TaskContext: Sendable {
    let brief: TaskBrief
    let text: String
    /// Whether files were cut to fit the token budget.
    let truncated: Bool

    init(_ brief: TaskBrief, tokens: Int) throws(HarnessError) {
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
        let files = brief.start.paths.filter { !$0.hasSuffix(".md") }.map { path in
            Self.file(path, cut(brief.start[path] ?? ""), brief.language)
        }
        let interface: [[String: Any]] =
            brief.prompt == nil
            ? brief.interface.map { ["signature": $0.signature, "file": $0.file] } : []
        text = try Prompts.render(
            "task",
            [
                "title": brief.title, "statement": brief.statement, "files": files, "tests": tests,
                "interface": interface, "hasInterface": !interface.isEmpty,
            ])
        self.truncated = truncated
    }

    static func file(_ path: String, _ text: String, _ language: Language) -> [String: Any] {
        ["path": path, "text": text, "language": language.rawValue]
    }

    var system: String {
        let name = brief.language.title
        return "You are a careful senior \(name) engineer. You write correct, complete, plain code."
    }
}
