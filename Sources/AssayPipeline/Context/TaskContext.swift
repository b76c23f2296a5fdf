package import AssayCore
import AssayRepositories
import AssaySupport

/// The common beginning of all prompts about one task; it is stable so that providers can cache it.
package struct TaskContext: Sendable {
    /// The task.
    package let brief: TaskBrief
    /// The system prompt.
    package let system: String
    /// The statement and the files that are shown.
    package let text: String
    /// Whether files were cut or left out to fit the token budget.
    package let truncated: Bool

    /// Shows a task's files as they are at the start.
    package init(_ brief: TaskBrief, tokens: Int, prompts: Prompts = Prompts()) throws(HarnessError) {
        var builder = ContextBuilder(brief, prompts: prompts)
        self = try builder.context(of: brief.start, tokens: tokens)
    }

    /// Shows a task's files as an arm's prompts do at first.
    package init(_ brief: TaskBrief, _ settings: PipelineSettings) throws(HarnessError) {
        var builder = ContextBuilder(settings, brief)
        self = try builder.context(of: brief.start, tokens: settings.contextTokens)
    }

    init(_ brief: TaskBrief, system: String, text: String, truncated: Bool) {
        self.brief = brief
        self.system = system
        self.text = text
        self.truncated = truncated
    }

    static func file(_ path: String, _ text: String, _ language: Language) -> [String: Any] {
        ["path": path, "text": text, "language": language.rawValue]
    }
}
