package import AssayCore
import AssaySandbox

/// Judges candidates of one task.
package struct TaskVerifier: Verifier {
    let bench: VerificationBench
    package let task: CodingTask

    package func probe(
        _ candidate: Candidate, _ calls: [String]
    ) async throws(HarnessError) -> [ProbeResult]? {
        guard task.brief.language == .python, task.brief.singleDeliverable != nil,
            let entry = task.brief.interface.first?.symbol
        else { return nil }
        var results: [ProbeResult] = []
        for call in calls {
            do {
                let oracle = PythonOracle(bench: bench, task: task, entryPoint: entry, prelude: "")
                results.append(ProbeResult(call: call, value: try await oracle.value(of: call, candidate)))
            } catch let error as HarnessError {
                throw error
            } catch {
                throw HarnessError(.sandbox, "\(error)")
            }
        }
        return results
    }

    package func verify(
        _ candidate: Candidate, scope: CheckScope
    ) async throws(HarnessError) -> ReviewReport {
        let key = try bench.cacheKey(task, candidate, scope)
        let clock = ContinuousClock()
        let start = clock.now
        if let key, var known = bench.cache?.report(key) {
            known.duration = (clock.now - start).seconds
            return known
        }
        let report = try await judge(candidate, scope)
        if let key { bench.cache?.keep(report, key) }
        return report
    }

    /// Verifies again and again without the cache; a verdict or a check that changes is flaky.
    package func verify(
        _ candidate: Candidate, scope: CheckScope, reruns: Int
    ) async throws(HarnessError) -> ReviewReport {
        var report = try await reruns > 0 ? judge(candidate, scope) : verify(candidate, scope: scope)
        var changed: Set<String> = []
        for _ in 0..<reruns {
            let again = try await judge(candidate, scope)
            let statuses = Dictionary(again.checks.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
            changed.formUnion(report.checks.filter { statuses[$0.id] != $0.status }.map(\.id))
            if again.verdict != report.verdict && changed.isEmpty { changed.insert(again.verdict.rawValue) }
        }
        if !changed.isEmpty {
            report.verdict = .flaky
            report.findings.insert(
                Finding(
                    kind: .test, rule: "flaky",
                    message: "not the same in \(reruns + 1) runs: \(changed.sorted().joined(separator: ", "))"), at: 0)
        }
        return report
    }

    /// Judges without the cache.
    func judge(
        _ candidate: Candidate, _ scope: CheckScope
    ) async throws(HarnessError) -> ReviewReport {
        let clock = ContinuousClock()
        let start = clock.now
        var evidence = Evidence()
        let tier: AssuranceTier
        let toolchain: [String: String]
        do {
            switch task.form {
            case .pythonFunction(let entryPoint, let prelude):
                tier = .aMinus
                toolchain = try bench.python().description
                try await PythonOracle(
                    bench: bench, task: task, entryPoint: entryPoint, prelude: prelude
                ).run(candidate, scope, into: &evidence)
            case .pytest:
                tier = .b
                toolchain = try bench.python().description
                try await PytestCheck(bench: bench, task: task).run(candidate, scope, into: &evidence)
            case .project:
                let own = try bench.toolchain(task.brief.language)
                toolchain = own.description
                tier = try await ProfileCheck(bench: bench, task: task, toolchain: own)
                    .project(candidate, scope, into: &evidence)
            case .program(let prefix, let example):
                tier = .c
                let own = try bench.toolchain(task.brief.language)
                toolchain = own.description
                try await ProfileCheck(bench: bench, task: task, toolchain: own)
                    .program(candidate, scope, prefix: prefix, example: example, into: &evidence)
            }
        } catch let error as SandboxError {
            throw HarnessError(.sandbox, error.message)
        } catch let error as HarnessError {
            throw error
        } catch {
            throw HarnessError(.sandbox, "\(error)")
        }
        let spent = clock.now - start
        return evidence.report(
            task, candidate, scope: scope, tier: tier, limits: bench.limits, toolchain: toolchain, seconds: spent.seconds)
    }
}
