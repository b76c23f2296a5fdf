package import AssayCore
import AssaySupport
import AssayToolchains

extension VerificationContext {
    /// The largest number of candidates that are judged together.
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
        let batch = try await together(
            open.map { .init(task: candidates[$0].task, candidate: candidates[$0].candidate, scope: scope) })
        let share = (clock.now - start).seconds / Double(max(1, open.count))
        for (place, index) in open.enumerated() {
            let (task, candidate) = candidates[index]
            let verifier = verifier(for: task)
            var report =
                if let own = batch.evidence[place] {
                    try verifier.report(own, on: candidate, scope: scope, by: toolchain(.python), seconds: share)
                } else {
                    try await verifier.judge(candidate, scope)
                }
            if let other = batch.doubted[place], other != report.verdict { report.findings.append(.batchDiffers(other, from: report.verdict)) }
            if let key = keys[index] { cache?.keep(report, key) }
            reports[index] = report
        }
        return reports.compactMap { $0 }
    }

    /// The results of candidates that were judged together, by their index.
    private struct BatchOutcome {
        var evidence: [Int: Evidence] = [:]
        /// Verdicts that did not come out again; those candidates are judged alone.
        var doubted: [Int: Verdict] = [:]
    }

    /// Judges together; whoever failed is asked once more, among nothing but failures and the last one first.
    ///
    /// A neighbour that had a part in a failure stands elsewhere then, or is gone. The verdict of a candidate that ends
    /// otherwise, or that nobody is left to be asked with, is found alone.
    private func together(_ items: [PythonBatch.Item]) async throws(HarnessError) -> BatchOutcome {
        // Without namespaces the candidates of a batch would share a user and a folder; a differential run needs two runs, a batch is one.
        guard !isDifferential, try await HarnessError.wrapping({ try await sandbox.keepsPlaces }) else { return BatchOutcome() }
        var outcome = BatchOutcome(evidence: try await inBatches(items, items.indices.filter { items[$0].task.form.isPythonFunction }))
        let failed = outcome.evidence.keys.filter { outcome.evidence[$0]?.verdict == .failed }.sorted(by: >)
        let again = try await inBatches(items, failed)
        for place in failed where again[place]?.verdict != .failed {
            outcome.evidence[place] = nil
            outcome.doubted[place] = .failed
        }
        let certain = failed.filter { outcome.evidence[$0] != nil }
        let broken = try await brokenOracles(of: certain.map { items[$0].task })
        // Alone they get the reason why nobody can be judged.
        for place in certain where broken.contains(items[place].task.digest) { outcome.evidence[place] = nil }
        return outcome
    }

    /// The digests of the tasks whose own references fail their hidden tests, which are asked once, together.
    private func brokenOracles(of tasks: [CodingTask]) async throws(HarnessError) -> Set<String> {
        let tasks = Dictionary(tasks.map { ($0.digest, $0) }, uniquingKeysWith: { one, _ in one })
        let open = tasks.values.filter { $0.hidden.oracle != nil && references.fails("check", of: $0) == nil }
        let items = open.compactMap { task in task.reference.map { PythonBatch.Item(task: task, candidate: Candidate(files: $0), scope: .full) } }
        for (place, evidence) in try await inBatches(items, Array(items.indices)) where evidence.verdict == .passed {
            references.keep(fails: false, "check", of: items[place].task)
        }
        var broken = Set<String>()
        for (digest, task) in tasks where try await verifier(for: task).referenceFailsOracle() { broken.insert(digest) }
        return broken
    }

    /// Judges items in batches; an item that stops a batch is left out, and those after it go into the next batch.
    private func inBatches(_ items: [PythonBatch.Item], _ order: [Int]) async throws(HarnessError) -> [Int: Evidence] {
        var found: [Int: Evidence] = [:]
        var open = order
        while open.count > 1 {
            let batch = PythonBatch(python: try runner(.python), references: references, optionalChecks: optionalChecks)
            let asked = open.map { items[$0] }
            let evidence = try await HarnessError.wrapping { try await batch.run(asked) }
            guard let last = evidence.keys.max() else { break }
            for (place, own) in evidence { found[open[place]] = own }
            open = Array(open.dropFirst(last + 2))
        }
        return found
    }
}

extension Finding {
    /// The note that a verdict from a batch may not be the candidate's own.
    fileprivate static func batchDiffers(_ together: Verdict, from alone: Verdict) -> Finding {
        Finding(
            kind: .integrity, rule: "batch-differs", severity: .note,
            message: "judged together with others it was \(together.rawValue), alone it is \(alone.rawValue), which counts")
    }
}
