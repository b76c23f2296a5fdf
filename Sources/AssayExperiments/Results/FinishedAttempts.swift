import AssayCore
package import AssayStatistics
package import AssayStore
import AssaySupport

extension [AttemptRecord] {
    /// The attempts on the tasks and seeds that every arm has finished: only they can be compared.
    ///
    /// Of an unfinished run with several seeds, as many seeds of every task as each of the begun ones has.
    package var comparable: [AttemptRecord] {
        let open = Set(filter(\.result.status.isOpen).map(\.key.pair))
        let finished = filter { !open.contains($0.key.pair) }
        let seeds = Dictionary(grouping: finished, by: \.key.pair.task).mapValues { Set($0.map(\.key.seed)).sorted() }
        let fewest = seeds.values.map(\.count).min() ?? 0
        let kept = seeds.mapValues { Set($0.prefix(fewest)) }
        return finished.filter { kept[$0.key.pair.task]?.contains($0.key.seed) == true }
    }

    /// The comparable attempts without those of tasks at which an attempt of any arm failed in the harness.
    var counted: [AttemptRecord] {
        let comparable = comparable
        let lost = Set(comparable.filter { $0.result.status == .harnessError }.map(\.key.pair.task))
        return comparable.filter { !lost.contains($0.key.pair.task) }
    }

    /// The sequential test over the pairs before the first attempt that has not come out, in planned order, for a run that may stop
    /// early.
    ///
    /// Later pairs do not count before those: attempts are made at once, and the fast ones need not be like the slow ones.
    package func gate(baseline: String, alpha: Double) -> SequentialGate {
        var gate = SequentialGate(alpha: alpha)
        var waiting: [AttemptKey.Pair: AttemptRecord] = [:]
        for attempt in prefix(while: { !$0.result.status.isOpen }) where attempt.result.status == .done {
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
    package func resultSet(
        arm: String, named name: String? = nil, reasons: [Int64: String] = [:], judged: JudgingVersions
    ) -> ResultSet {
        var entries: [ExactName: [ResultSet.Entry]] = [:]
        for attempt in self where attempt.key.arm == arm && !attempt.result.status.isOpen {
            let result = attempt.result
            entries[attempt.key.pair.task, default: []].append(
                .init(
                    sample: attempt.key.seed, verdict: result.verdict ?? .harnessError, tier: result.tier, digest: attempt.taskDigest,
                    reason: reasons[attempt.id]))
        }
        return ResultSet(name: name ?? arm, entries: entries.mapValues { own in own.sorted { $0.sample < $1.sample } }, judged: judged)
    }
}
