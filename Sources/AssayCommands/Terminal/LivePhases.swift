import AssayCore
import AssaySupport
import Synchronization

/// Shows the steps of one attempt: on a terminal one line for each phase that grows in place, else a plain line for each step.
final class LivePhases: EventSink {
    /// The calls of one role in one phase that follow on each other.
    private struct Calls {
        var phase: Phase
        var who: String
        var number = 0
        var usage = TokenUsage()
        var seconds = 0.0
        /// What is to be said of the last answer: that it was cut, or why there is none.
        var remark = ""

        var line: String {
            let spent = number == 0 ? "" : " \(number == 1 ? "" : "\(number) calls, ")\(usage.totalText) tokens, \(Text.decimal(seconds, 1)) s\(remark)"
            return "\(Text.pad(phase.rawValue, 10)) \(who):\(spent)"
        }
    }

    private struct State {
        var calls: Calls?
        /// When the step that is going on was begun, and what it is.
        var step = (since: ContinuousClock.now, words: "")
    }

    private let progress: Progress
    private let state = Mutex(State())

    init(_ progress: Progress) { self.progress = progress }

    /// Keeps the live line's seconds going while the body runs.
    func show<Value>(while body: () async throws -> Value) async rethrows -> Value {
        let clock = Task { [self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                redraw()
            }
        }
        defer {
            clock.cancel()
            state.withLock { flush(&$0) }
        }
        return try await body()
    }

    func record(_ event: AttemptEvent) async throws(HarnessError) {
        state.withLock { state in
            switch event {
            case .phase(let phase, let note):
                flush(&state)
                let words = Baseline(note: note).map { Baseline.mark + $0.verdict.rawValue } ?? note
                progress.line("\(Text.pad(phase.rawValue, 10)) \(words)")
            case .sent(let call):
                join(call, &state)
                state.step = (.now, "asked")
            case .call(let call): end(call, &state)
            case .reused(let call, _): end(call, &state, isStored: true)
            case .verified(_, let report, let round, let best):
                flush(&state)
                progress.line(
                    "verify     round \(round): \(report.verdict.rawValue)\(best ? ", best so far" : ""), \(Text.decimal(report.duration, 1)) s")
            }
        }
        redraw()
    }

    /// Begins the line of a call, unless it belongs to the present one.
    private func join(_ call: ModelCall, _ state: inout State) {
        let who = "\(call.role.rawValue) (\(call.request.model))"
        if state.calls?.phase == call.phase, state.calls?.who == who { return }
        flush(&state)
        state.calls = Calls(phase: call.phase, who: who)
    }

    private func end(_ call: ModelCall, _ state: inout State, isStored: Bool = false) {
        join(call, &state)
        state.step = (.now, "")
        state.calls?.number += 1
        if let reply = call.reply, let usage = state.calls?.usage { state.calls?.usage = usage + reply.usage }
        state.calls?.seconds += call.reply?.seconds ?? 0
        let ended = call.reply?.end?.words.map { ", the answer: \($0)" } ?? ""
        state.calls?.remark = (isStored ? ", stored before" : "") + (call.reply == nil ? ", \(call.error ?? "no answer")" : ended)
        if !progress.isLive { flush(&state) }
    }

    /// Makes the growing line a permanent one.
    private func flush(_ state: inout State) {
        if let calls = state.calls, calls.number > 0 { progress.line(calls.line) }
        state.calls = nil
    }

    private func redraw() {
        guard progress.isLive else { return }
        let text = state.withLock { state in
            let seconds = Int((ContinuousClock.now - state.step.since).seconds)
            let step = "\(state.step.words.isEmpty ? "working" : state.step.words), \(seconds) s"
            guard let calls = state.calls else { return "\(Text.pad("…", 10)) \(step)" }
            return calls.line + (calls.number == 0 ? " " : "; ") + step
        }
        progress.update(text)
    }
}
