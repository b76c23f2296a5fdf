import AssayCore
import AssayExperiments
import AssaySupport

extension AttemptDocument {
    var title: String { "\(key.task) · \(key.arm) · seed \(key.seed): \(result.outcome)" }
}

extension AttemptDocument.Step {
    /// What the step cost, or nothing.
    var usage: String {
        tokens > 0 ? "(\(tokens) tokens, \(cached) cached, \(Text.decimal(seconds, 1)) s\(cost.map { ", \($0)" } ?? ""))" : ""
    }
}
