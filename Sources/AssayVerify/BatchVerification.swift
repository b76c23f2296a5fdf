package import AssayCore
import AssaySupport
import AssayToolchains

extension VerificationContext {
    /// How many candidates are judged together where they can be.
    package static let batch = 256

    /// Judges many candidates, together where their task allows; reports in the order of the candidates.
    package func verify(
        _ candidates: [(task: CodingTask, candidate: Candidate)], scope: CheckScope
    ) async throws(HarnessError) -> [ReviewReport] {
        let keys = try candidates.map { pair throws(HarnessError) in try cacheKey(pair.task, pair.candidate, scope) }
        var reports = keys.map { key in key.flatMap { cache?.report($0) } }
        let open = reports.indices.filter { reports[$0] == nil }
        let clock = ContinuousClock()
        let start = clock.now
        let evidence = try await together(
            open.map { .init(task: candidates[$0].task, candidate: candidates[$0].candidate, scope: scope) })
        let share = (clock.now - start).seconds / Double(max(1, open.count))
        for (place, index) in open.enumerated() {
            let (task, candidate) = candidates[index]
            let verifier = verifier(for: task)
            let report =
                if let own = evidence[place] {
                    try verifier.report(own, on: candidate, scope: scope, by: toolchain(.python), seconds: share)
                } else {
                    try await verifier.judge(candidate, scope)
                }
            if let key = keys[index] { cache?.keep(report, key) }
            reports[index] = report
        }
        return reports.compactMap { $0 }
    }

    /// Judges in batches; whoever stops one is left out, and those behind it are judged in the next.
    private func together(_ items: [PythonBatch.Item]) async throws(HarnessError) -> [Int: Evidence] {
        var found: [Int: Evidence] = [:]
        // Together nobody is asked twice; and only functions of Python can be.
        var open = isDifferential ? [] : items.indices.filter { items[$0].task.form.isPythonFunction }
        while open.count > 1 {
            let batch = PythonBatch(python: try runner(.python), optionalChecks: optionalChecks)
            let asked = open.map { items[$0] }
            let evidence = try await HarnessError.wrapping { try await batch.run(asked) }
            guard let last = evidence.keys.max() else { break }
            for (place, own) in evidence { found[open[place]] = own }
            open = Array(open.dropFirst(last + 2))
        }
        return found
    }
}
