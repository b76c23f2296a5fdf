import AssayCore
import AssaySupport

/// Shows each phase as it happens.
struct LiveEvents: EventSink {
    let progress: Progress

    func record(_ event: AttemptEvent) async throws(HarnessError) {
        switch event {
        case .phase(let phase, let note): progress.line("\(Text.pad(phase.rawValue, 10)) \(note)")
        case .sent: break
        case .call(let call), .reused(let call, _):
            let usage = call.reply.map { reply in
                "\(reply.usage.totalText) tokens, \(Text.decimal(reply.seconds, 1)) s" + (reply.end?.words.map { ", the answer: \($0)" } ?? "")
            }
            progress.line("\(Text.pad(call.phase.rawValue, 10)) \(call.role.rawValue) (\(call.request.model)): \(usage ?? call.error ?? "")")
        case .verified(_, let report, let round, let best):
            progress.line("verify     round \(round): \(report.verdict.rawValue)\(best ? ", best so far" : "")")
        }
    }
}
