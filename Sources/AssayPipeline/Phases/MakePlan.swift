import AssayCore

/// Asks for a plan and lets none pass that the mechanical checks refuse.
struct MakePlan {
    let attempt: Attempt
    private static let repairs = 2

    /// Returns a valid plan, or nil after two failed repairs: then the work is done in one stage.
    func run(_ analysis: String?) async throws -> Plan? {
        let brief = attempt.brief
        var problems: [PlanProblem] = []
        for round in 0...Self.repairs {
            var values: [String: Any] = ["paths": brief.deliverables.joined(separator: ", ")]
            if let analysis { values["analysis"] = analysis }
            let symbols = brief.interface.map(\.symbol)
            if !symbols.isEmpty { values["symbols"] = symbols.joined(separator: ", ") }
            if let example = brief.examples.first { values["examples"] = ["call": example.call] }
            if !problems.isEmpty {
                values["problems"] = problems.prefix(6).map { "- \($0)" }.joined(separator: "\n")
            }
            let prompt = try Prompts.render("plan", values)
            let answer = try await attempt.conversation.ask(
                .planner, .plan, prompt, maxTokens: 320, schema: Plan.schema(for: brief))
            guard let plan = Plan.parse(answer) else {
                problems = [PlanProblem(rule: "P1", message: "the answer is not the JSON that was asked for")]
                try await attempt.note(.plan, "refused: \(problems[0])")
                continue
            }
            problems = PlanChecks.problems(in: plan, for: brief)
            if problems.isEmpty {
                try await attempt.note(.plan, "\(plan.stages.count) stages, accepted in round \(round)")
                return plan
            }
            let said = problems.map(\.description).joined(separator: "; ")
            try await attempt.note(.plan, "refused: \(said)")
        }
        try await attempt.note(.plan, "no valid plan after \(Self.repairs) repairs; writing in one stage")
        return nil
    }
}
