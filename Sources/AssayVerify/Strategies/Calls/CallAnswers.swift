import AssayCore
import AssaySupport
import AssayToolchains

/// One case with its place in the report.
struct CallQuestion: Sendable {
    var id: String
    /// The place of the function that is called, among those of the task.
    var function: Int
    var item: CallCase
    var hidden: Bool
}

/// The answers to the calls that a candidate was asked, in order.
struct CallAnswers {
    let questions: [CallQuestion]
    let conversation: CallWire.Conversation
    let command: SandboxCommand
    /// How the candidate's process ended; it ended at the first unanswered call.
    let end: SandboxResult
    /// The evidence of the commands alone, without what was answered.
    let evidence: Evidence

    /// Returns the reply to a question; nil where it was never answered.
    func reply(_ index: Int) -> CallWire.Reply? {
        conversation.replies.indices.contains(index) ? conversation.replies[index] : nil
    }

    /// Whether the reply to a question is what its case expects.
    func isRight(_ index: Int) -> Bool { reply(index).map(questions[index].item.accepts) ?? false }
}

extension CallCase {
    /// Whether a reply is what the case expects.
    func accepts(_ reply: CallWire.Reply) -> Bool {
        switch (reply, returns) {
        case (.returned(.string(let written)), .some(.string(let expected))) where isOfProgram:
            ProgramOutput(written.utf8, crlf: crlf).isSame(as: ProgramOutput(expected.utf8, crlf: crlf), tolerance: tolerance)
        case (.returned(let value), .some(let expected)): value.matches(expected, tolerance: tolerance ?? 0)
        case (.raised, nil): true
        default: false
        }
    }
}

extension SandboxResult {
    /// A description of how a command ended.
    var words: String {
        if let signal { return "signal \(signal)" }
        if let exitCode { return "exit with status \(exitCode)" }
        return outcome.rawValue
    }
}
