package import AssayCore
import AssaySupport
import AssayToolchains

/// Judges candidates of one task.
package struct TaskVerifier: Verifier {
    let context: VerificationContext
    package let task: CodingTask
    /// What cases are drawn from; a new one for each verification where it is nil.
    var holdoutSeed: UInt64?

    package func probe(
        _ candidate: Candidate, _ calls: [String]
    ) async throws(HarnessError) -> [ProbeResult]? {
        guard task.brief.takesCalls, let entry = task.brief.interface.first?.symbol
        else { return nil }
        var results: [ProbeResult] = []
        for call in calls {
            do {
                let oracle = PythonFunctionStrategy(context: context, task: task, entryPoint: entry, prelude: "")
                results.append(ProbeResult(call: call, value: try await oracle.value(of: call, candidate)))
            } catch let error as HarnessError {
                throw error
            } catch {
                throw HarnessError(.sandbox, "\(error)")
            }
        }
        return results
    }

    package func missing(_ modules: [String]) async throws(HarnessError) -> [String]? {
        try await ImportCheck(context: context, task: task).missing(modules)
    }

    package func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> [CheckResult]? {
        guard case .project = task.form, let path = AddedTest.path(beside: task.brief) else { return nil }
        var extended = task
        do {
            try extended.brief.visibleTests.set(path, source)
        } catch {
            throw HarnessError(.suite, "a test cannot stand at '\(path)'")
        }
        let known = Set(try await verify(candidate, scope: .visible).checks.map(\.id))
        let report = try await TaskVerifier(context: context, task: extended).judge(candidate, .visible)
        return report.checks.filter { $0.kind == .test && !known.contains($0.id) }
    }

    package func verify(
        _ candidate: Candidate, scope: CheckScope
    ) async throws(HarnessError) -> ReviewReport {
        let key = try context.cacheKey(task, candidate, scope)
        let clock = ContinuousClock()
        let start = clock.now
        if let key, var known = context.cache?.report(key) {
            known.duration = (clock.now - start).seconds
            return known
        }
        let report = try await judge(candidate, scope)
        if let key { context.cache?.keep(report, key) }
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
    package func judge(
        _ candidate: Candidate, _ scope: CheckScope
    ) async throws(HarnessError) -> ReviewReport {
        let clock = ContinuousClock()
        let start = clock.now
        var evidence = Evidence()
        var tier = task.form.tier
        let toolchain: [String: String]
        do {
            switch task.form {
            case .pythonFunction(let entryPoint, let prelude):
                toolchain = try context.toolchain(.python).description
                try await PythonFunctionStrategy(
                    context: context, task: task, entryPoint: entryPoint, prelude: prelude
                ).run(candidate, scope, into: &evidence)
            case .project:
                let own = try context.toolchain(task.brief.language)
                toolchain = own.description
                tier = try await ProjectStrategy(context: context, task: task, toolchain: own, holdoutSeed: holdoutSeed)
                    .project(candidate, scope, into: &evidence)
            case .calls(let functions):
                let own = try context.toolchain(task.brief.language)
                toolchain = own.description
                tier = try await CallsStrategy(context: context, task: task, functions: functions, toolchain: own, holdoutSeed: holdoutSeed)
                    .run(candidate, scope, into: &evidence)
            case .streams:
                let own = try context.toolchain(task.brief.language)
                toolchain = own.description
                tier = try await CallsStrategy(context: context, task: task, functions: [.program], toolchain: own, holdoutSeed: holdoutSeed)
                    .run(candidate, scope, into: &evidence)
            case .program(let prefix, let example):
                let own = try context.toolchain(task.brief.language)
                toolchain = own.description
                try await ProjectStrategy(context: context, task: task, toolchain: own)
                    .program(candidate, scope, prefix: prefix, example: example, into: &evidence)
            case .script(let directory, let seconds):
                let own = try context.toolchain(task.brief.language)
                toolchain = own.description
                try await ScriptStrategy(context: context, task: task, toolchain: own, directory: directory, seconds: seconds)
                    .run(candidate, scope, into: &evidence)
            }
        } catch let error as SandboxError {
            throw HarnessError(.sandbox, error.message)
        } catch let error as HarnessError {
            throw error
        } catch {
            throw HarnessError(.sandbox, "\(error)")
        }
        if scope == .full { evidence.findings += try context.notes(on: candidate, task) }
        let spent = clock.now - start
        return evidence.report(
            task, candidate, scope: scope, tier: tier, limits: context.limits, toolchain: toolchain, seconds: spent.seconds)
    }
}
