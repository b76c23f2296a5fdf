import AssayCore
import AssayExperiments
import AssaySupport

extension AttemptDocument {
    var title: String { "\(key.task) · \(key.arm) · seed \(key.seed): \(result.outcome)" }
}

extension AttemptDocument.Step {
    /// The tokens and cost of the step as text; empty without a model call.
    var usage: String {
        guard spentTokens.total > 0 else { return "" }
        let spent = "\(spentTokens.totalText) tokens, \(spentTokens.cached) cached, \(Text.decimal(seconds, 1)) s"
        return "(" + ([spent] + [cost, end?.words.map { "the answer: \($0)" }].compactMap(\.self)).joined(separator: ", ") + ")"
    }
}
