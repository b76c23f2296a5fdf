import AssayCore

/// Writes stage by stage; each stage is verified before the next begins.
struct Implement {
    let attempt: Attempt

    func run(_ plan: Plan?, _ analysis: String?, _ ratchet: inout Ratchet) async throws {
        let brief = attempt.brief
        guard let plan, plan.stages.count > 1, brief.deliverables.count > 1 else {
            // One file: the plan's goals guide, but there is only one thing to write and check.
            let goal = plan.map { $0.stages.map { "- \($0.goal)" }.joined(separator: "\n") }
            if let candidate = try await attempt.write(
                .implementer, .implement, analysis: analysis, goal: goal)
            {
                _ = ratchet.isRepeat(candidate)
                _ = try await attempt.judge(candidate, &ratchet, round: 0)
            }
            return
        }
        var tree = FileTree()
        for stage in plan.stages {
            let current = brief.start.overlaid(with: tree).filtered { stage.files.contains($0) }
            guard
                let written = try await attempt.write(
                    .implementer, .implement, analysis: analysis, goal: stage.goal,
                    current: tree.isEmpty ? nil : current, only: stage.files)
            else { continue }
            // A stage may touch only its own files.
            tree = tree.overlaid(with: written.files.filtered { stage.files.contains($0) })
            let candidate = Candidate(files: tree)
            let report = try await attempt.judge(candidate, &ratchet, round: 0)
            try await attempt.note(.implement, "stage \(stage.id): \(report.verdict.rawValue)")
        }
        _ = ratchet.isRepeat(Candidate(files: tree))
    }
}
