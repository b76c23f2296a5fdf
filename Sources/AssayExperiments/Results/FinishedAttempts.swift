import AssayCore
package import AssayStatistics
package import AssayStore

extension [AttemptRecord] {
    /// The attempts on the tasks and seeds that every arm has finished: only they can be compared.
    package var comparable: [AttemptRecord] {
        let open = Set(filter(\.result.status.isOpen).map(\.key.pair))
        return filter { !open.contains($0.key.pair) }
    }

    /// What a run that may stop early has shown, from the pairs that are done, in their planned order.
    package func gate(baseline: String, alpha: Double) -> SequentialGate {
        var gate = SequentialGate(alpha: alpha)
        var waiting: [AttemptKey.Pair: AttemptRecord] = [:]
        for attempt in self where attempt.result.status == .done {
            guard let other = waiting.removeValue(forKey: attempt.key.pair) else {
                waiting[attempt.key.pair] = attempt
                continue
            }
            let (a, b) = attempt.key.arm == baseline ? (attempt, other) : (other, attempt)
            gate.observe(a: a.result.isSolved, b: b.result.isSolved)
        }
        return gate
    }

    /// The verdicts of one arm by task, in the order of the seeds; a harness error where the harness lost an attempt.
    package func resultSet(arm: String, named name: String? = nil, reasons: [Int64: String] = [:]) -> ResultSet {
        var entries: [String: [ResultSet.Entry]] = [:]
        for attempt in self where attempt.key.arm == arm && !attempt.result.status.isOpen {
            let result = attempt.result
            entries[attempt.key.task, default: []].append(
                .init(verdict: result.verdict ?? .harnessError, tier: result.tier, digest: attempt.taskDigest, reason: reasons[attempt.id]))
        }
        return ResultSet(name: name ?? arm, entries: entries)
    }
}
