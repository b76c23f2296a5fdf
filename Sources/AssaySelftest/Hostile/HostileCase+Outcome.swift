import AssayCore
import AssaySandbox
import AssaySupport

extension HostileCase {
    /// The case as it must be classified in a run with a loopback of its own.
    var withLoopback: HostileCase {
        guard let loopback else { return self }
        var own = self
        own.denied = loopback == .told ? .oneOf(["connect", "sendto"]) : .none
        return own
    }

    /// Describes the differences from the outcome that the corpus expects.
    func mismatches(_ result: SandboxResult, _ collection: ResultCollector.Collection) -> [String] {
        // Noted in the evidence: without a cgroup or private memory the run is contained, but classified only by how it ended.
        if let level = result.isolationLevel, needs.contains("cgroup") && level < .full || needs.contains("quota") && level < .noCgroup { return [] }
        #if !arch(x86_64)
            if needs.contains("x86_64") { return [] }
        #endif
        var wrong: [String] = []
        func check(_ name: String, _ expected: Expected, _ value: String?) {
            if !expected.holds(value) { wrong.append("\(name) is \(value ?? "none"), expected \(expected)") }
        }
        check("outcome", outcome, result.outcome.rawValue)
        check("limit", limit, result.limitHit?.rawValue)
        if result.outcome == .exited { check("status", exit, result.exitCode.map(String.init)) }
        if signal != .none { check("signal", signal, result.signal.map(String.init)) }
        if case .oneOf(let calls) = denied, !result.violations.contains(where: { calls.contains($0.syscall) }) {
            wrong.append("no denied \(calls.joined(separator: " or ")) was reported")
        }
        for call in told where !result.violations.contains(where: { $0.syscall == call }) {
            wrong.append("no denied \(call) was reported")
        }
        if denied == .any, result.violations.isEmpty { wrong.append("no denied call was reported") }
        if case .oneOf(let kinds) = refused, !collection.refused.values.contains(where: { kinds.contains("\($0)") }) {
            wrong.append("the collector refused \(collection.refused.values.map { "\($0)" }), expected \(kinds)")
        }
        if leftovers == .oneOf(["yes"]), result.leftoversKilled == 0 { wrong.append("no leftover was counted") }
        return wrong
    }
}
