import AssayCore
import AssayOutline
import AssaySupport

/// Asks for a plan and lets none pass that the mechanical checks refuse.
struct MakePlan {
    let attempt: Attempt
    private static let repairs = 2

    /// Returns a valid plan, or nil after two failed repairs: then the work is done in one stage, as single-pass does.
    func run(_ analysis: String?) async throws -> Plan? {
        try await plan(analysis, attempt.brief, [], critique: attempt.settings.critique)
    }

    /// Plans what is left, once a stage has failed for good; `work` is what the stages before it have written.
    func again(_ analysis: String?, after work: WorkTree, failed stage: Plan.Stage, _ why: String) async throws -> Plan? {
        var brief = attempt.brief
        brief.start = work.files
        try await attempt.conversation.show(brief.start)
        let problem = PlanProblem(rule: "stage \(stage.id)", message: "could not be done: \(why). Plan what is left in another way")
        return try await plan(analysis, brief, [problem], critique: false)
    }

    private func plan(_ analysis: String?, _ brief: TaskBrief, _ before: [PlanProblem], critique: Bool) async throws -> Plan? {
        var problems = before
        var critique = critique
        for round in 0...Self.repairs {
            let answer = try await ask(analysis, brief, problems)
            guard let plan = Plan.parse(answer) else {
                problems = [PlanProblem(rule: "P1", message: "the answer is not the JSON that was asked for")]
                try await attempt.note(.plan, "refused: \(problems[0])")
                continue
            }
            var all = PlanChecks.problems(in: plan, for: brief, tokens: await budget())
            if all.allSatisfy(\.isWarning) {
                all += try await PlanTrial(attempt: attempt).problems(in: plan, on: brief.start)
            }
            for warning in all.filter(\.isWarning) { try await attempt.note(.plan, "warning: \(warning)") }
            problems = all.filter { !$0.isWarning }
            if problems.isEmpty, critique {
                // Asked once: a critic that is asked for more always finds more.
                critique = false
                problems = try await self.critique(plan)
            }
            if problems.isEmpty {
                try await attempt.note(.plan, "\(plan.stages.count) stages, accepted in round \(round)")
                return plan
            }
            try await attempt.note(.plan, "refused: \(problems.map(\.description).joined(separator: "; "))")
        }
        try await attempt.note(.plan, "no valid plan after \(Self.repairs) repairs; writing in one stage")
        return nil
    }

    private func ask(_ analysis: String?, _ brief: TaskBrief, _ problems: [PlanProblem]) async throws -> String {
        var values: [String: Any] = ["paths": brief.deliverables.joined(separator: ", ")]
        if let analysis { values["analysis"] = analysis }
        let symbols = brief.interface.map(\.symbol)
        if !symbols.isEmpty { values["symbols"] = symbols.joined(separator: ", ") }
        if let example = brief.examples.first { values["examples"] = ["call": example.call] }
        let several = brief.singleDeliverable == nil
        if several { values["several"] = true }
        if brief.takesCalls { values["probes"] = true }
        if offersSymbols { values["byName"] = true }
        if !problems.isEmpty {
            values["problems"] = problems.prefix(6).map { "- \($0)" }.joined(separator: "\n")
        }
        let prompt = try attempt.prompts.render("plan", values)
        return try await attempt.conversation.ask(
            .planner, .plan, prompt, maxTokens: several || offersSymbols ? 640 : 320, schema: Plan.schema(for: brief, symbols: offersSymbols))
    }

    /// Whether the planner may name symbols: small models cannot plan that far, and are better served by the task's own names.
    private var offersSymbols: Bool {
        attempt.settings.units != .files && attempt.settings.style(.planner) == .full && SymbolOutline.languages.contains(attempt.brief.language)
    }

    /// The tokens that are left, and the most that one stage needs, without its prompts.
    private func budget() async -> (left: Int, perStage: Int) {
        (attempt.settings.tokensPerTask - (await attempt.conversation.spending.tokens.total), attempt.settings.maxTokens)
    }

    private struct Critique: Decodable {
        struct Item: Decodable {
            var quote: String?
            var missing: String?
        }
        var problems: [Item]?
    }

    /// Asks another model for gaps in the plan; only requirements that the task states literally count.
    private func critique(_ plan: Plan) async throws -> [PlanProblem] {
        let prompt = try attempt.prompts.render("plan-critique", ["plan": JSON.line(plan)])
        let answer = try await attempt.conversation.ask(.reviewer, .plan, prompt, maxTokens: 240, schema: Self.schema)
        guard let parsed = AnswerObject.read(Critique.self, in: answer) else {
            try await attempt.note(.plan, "the critique could not be read")
            return []
        }
        let items = (parsed.problems ?? []).prefix(3)
        let supported = items.compactMap { item -> PlanProblem? in
            guard let quote = item.quote, let missing = item.missing, Quote.stands(quote, in: attempt.brief.demands) else { return nil }
            return PlanProblem(rule: "critique", message: TerminalText.line("\(missing) (\"\(quote)\")", limit: 300))
        }
        try await attempt.note(.plan, "critique: \(items.count) points, \(supported.count) of them in the task's words")
        return supported
    }

    private static let schema = AnswerSchema.record([
        "problems": AnswerSchema.list(
            AnswerSchema.record(["quote": AnswerSchema.text(most: 200), "missing": AnswerSchema.text(most: 200)], required: ["quote", "missing"]),
            most: 3)
    ])
}
