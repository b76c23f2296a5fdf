import AssayCore
import AssaySupport

/// Decides what becomes of a claim: its proof is run, and somebody who does not see the code must come to the same expectation.
struct ClaimTrial {
    let attempt: Attempt

    /// Returns the status of a claim and the reason.
    func judge(_ claim: ReviewFinding, _ work: WorkTree) async throws -> (ClaimStatus, String) {
        if case .rule(let quote) = claim.evidence { return try await judge(rule: quote, claim.claim, work) }
        let got: String
        switch try await ReviewTrial(attempt: attempt).run(claim.evidence, on: work.change) {
        case .holds: return (.refuted, "it does that")
        case .unclear(let why): return (.advisory, why)
        case .fails(let value): got = value
        }
        let said = got.isEmpty ? "" : " (\(TerminalText.line(got, limit: 120)))"
        switch claim.evidence {
        case .call(let call, let expected): return try await judge(call: call, expected, got)
        case .test(let source, let quote):
            let agrees = try await agrees("judge-test", ["test": source, "quote": quote])
            return (
                agrees ? .confirmed : .advisory,
                "it fails\(said), \(agrees ? "and the task demands it" : "but the second model does not agree that the task demands it")"
            )
        case .attack(let source):
            let agrees = try await agrees("judge-attack", ["test": source, "claim": claim.claim])
            return (
                agrees ? .confirmed : .advisory,
                agrees ? "the attack has its effect\(said)" : "the test fails\(said), but the second model does not agree that it shows an attack"
            )
        case .rule: return (.advisory, "no proof to run")
        }
    }

    /// Whether every finding is mended in the work.
    func allMended(_ findings: [ReviewFinding], in work: WorkTree) async throws -> Bool {
        for finding in findings {
            if case .rule(let quote) = finding.evidence {
                if try await judge(rule: quote, finding.claim, work).0 == .confirmed { return false }
            } else if try await ReviewTrial(attempt: attempt).run(finding.evidence, on: work.change) != .holds {
                return false
            }
        }
        return true
    }

    private func judge(call: String, _ expected: String, _ got: String) async throws -> (ClaimStatus, String) {
        // An example of the task is as good as any derivation.
        if let example = attempt.brief.examples.first(where: { Review.squeezed($0.call) == Review.squeezed(call) }) {
            return (Review.same(example.expected, expected) ? .confirmed : .refuted, "it is \(got), the task says \(example.expected)")
        }
        let prompt = try attempt.prompts.render("derive", ["call": call])
        let answer = try await attempt.conversation.ask(.analyst, .review, prompt, maxTokens: 200)
        guard let derived = Review.answer(in: answer) else { return (.advisory, "it is \(got), no second derivation") }
        if Review.same(got, derived) { return (.refuted, "it is \(got), and so it was derived") }
        return (Review.same(derived, expected) ? .confirmed : .advisory, "it is \(got), derived was \(derived)")
    }

    /// A rule of the project is broken if the second model, which sees the change and the rule, says so.
    private func judge(rule quote: String, _ claim: String, _ work: WorkTree) async throws -> (ClaimStatus, String) {
        let change = TextDifference.unified(from: work.start, to: work.files, isNumbered: true, limit: 40_000)
        let agrees = try await agrees("judge-rule", ["rule": quote, "claim": claim, "change": change])
        return (agrees ? .confirmed : .advisory, agrees ? "the change breaks it" : "the second model does not agree that the change breaks it")
    }

    private func agrees(_ template: String, _ values: [String: Any]) async throws -> Bool {
        let answer = try await attempt.conversation.ask(.analyst, .review, attempt.prompts.render(template, values), maxTokens: 200)
        return Review.answer(in: answer)?.uppercased().hasPrefix("YES") == true
    }
}
