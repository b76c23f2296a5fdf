import AssayCore
import AssaySupport

/// Writes stage by stage; each stage is verified before the next begins.
struct Implement {
    let attempt: Attempt

    func run(_ plan: Plan?, _ analysis: String?, _ ratchet: inout Ratchet) async throws {
        guard let plan, plan.stages.count > 1, attempt.brief.singleDeliverable == nil else {
            // One stage: the plan's goals guide, but there is only one thing to write and check.
            let goal = plan.map { $0.stages.map { "- \($0.goal)" }.joined(separator: "\n") }
            if let candidate = try await attempt.write(.implementer, .implement, analysis: analysis, goal: goal),
                !ratchet.isRepeat(candidate)
            {
                _ = try await attempt.judge(candidate, &ratchet, round: 0)
            }
            return
        }
        try await stages(plan, analysis, &ratchet)
    }

    private func stages(_ first: Plan, _ analysis: String?, _ ratchet: inout Ratchet) async throws {
        var plan = first
        var replanned = false
        var tree = FileTree()
        var green: Set<String> = []
        var index = 0
        while index < plan.stages.count {
            let stage = plan.stages[index]
            let isLast = index == plan.stages.count - 1
            let (written, problem, passed) = try await write(stage, isLast: isLast, analysis: analysis, on: tree, keeping: green, ratchet: &ratchet)
            if let problem, !replanned {
                replanned = true
                try await attempt.note(.plan, "stage \(stage.id) failed twice, so the rest is planned anew: \(problem)")
                if let again = try await MakePlan(attempt: attempt).again(analysis, after: tree, failed: stage, problem) {
                    (plan, index) = (again, 0)
                    continue
                }
            }
            // The fix rounds can still repair a failed stage.
            tree = written
            green = problem == nil ? passed : green
            index += 1
        }
        _ = ratchet.isRepeat(Candidate(files: tree))
    }

    /// Writes one stage, at most twice; returns the tree, what is wrong with it, and the checks that pass.
    private func write(
        _ stage: Plan.Stage, isLast: Bool, analysis: String?, on tree: FileTree, keeping green: Set<String>, ratchet: inout Ratchet
    ) async throws -> (tree: FileTree, problem: String?, passed: Set<String>) {
        var latest = tree
        var problem: String?
        var failure: String?
        var passed = green
        for turn in 0..<2 {
            let current = attempt.brief.start.overlaid(with: latest).filtered { stage.files.contains($0) }
            guard
                let answer = try await attempt.write(
                    .implementer, .implement, analysis: analysis, goal: stage.goal, failure: failure,
                    current: latest.isEmpty ? nil : current, only: stage.files,
                    temperature: turn == 0 ? nil : attempt.settings.retryTemperature)
            else {
                problem = "the answer held no usable file"
                continue
            }
            // A stage may touch only its own files.
            latest = tree.overlaid(with: answer.files.filtered { stage.files.contains($0) })
            let candidate = Candidate(files: latest)
            let report = try await attempt.judge(candidate, &ratchet, round: 0)
            passed = report.passedExceptStatic
            problem = try await self.problem(stage, isLast: isLast, candidate, report, keeping: green)
            try await attempt.note(.implement, "stage \(stage.id): \(report.verdict.rawValue)\(problem.map { ", \($0)" } ?? "")")
            guard let said = problem else { return (latest, nil, passed) }
            failure = FailureText.describe(report) + "\n- " + said
        }
        return (latest, problem, passed)
    }

    /// Returns the problem that keeps a stage from being done; tests that later stages are responsible for may still fail.
    private func problem(
        _ stage: Plan.Stage, isLast: Bool, _ candidate: Candidate, _ report: ReviewReport, keeping green: Set<String>
    ) async throws -> String? {
        switch report.verdict {
        case .compileError: return "it does not build"
        case .sandboxViolation, .tamperingSuspected: return "it does what no program may do here"
        default: break
        }
        let broken = green.subtracting(report.passedExceptStatic).sorted()
        if !broken.isEmpty { return "it breaks what passed before: \(broken.prefix(3).joined(separator: ", "))" }
        // What fails after the last stage is for the fix rounds, which see the whole.
        if !isLast, stage.checks.contains("visible_tests"), !report.verdict.isSolved { return "not all visible tests pass" }
        let probes = stage.probes ?? []
        guard !probes.isEmpty, let results = try await attempt.verifier.probe(candidate, probes.map(\.call)) else { return nil }
        for (probe, result) in zip(probes, results) where !(result.value.map { Review.same($0, probe.expected) } ?? false) {
            return "\(probe.call) gives \(result.value ?? "an error"), the plan says \(probe.expected)"
        }
        return nil
    }
}
