import AssayCore
import AssaySupport

/// Asks another model for what the code does wrong; only what can be confirmed by running it counts.
struct Review {
    let attempt: Attempt
    /// The largest number of claims: more would cost more than they find.
    private static let most = 8
    /// The largest number of claims without proof that are logged.
    private static let mostAdvisory = 3

    private struct Answer: Decodable {
        struct Item: Decodable {
            var claim: String?
            var call: String?
            var expected: String?
        }
        var findings: [Item]?
    }

    /// Proof is a call with literal arguments where calls can be run, else a test in the project's own form.
    private var byCalls: Bool { attempt.brief.takesCalls }

    /// Returns findings whose proof was run and failed alike each time, and whose expectation was derived twice.
    func run(_ work: WorkTree) async throws -> [ReviewFinding] {
        var advisory = 0
        return try await judged(work.change) { claim, status, why in
            if status == .advisory { advisory += 1 }
            if status != .advisory || advisory <= Self.mostAdvisory {
                try await attempt.note(.review, status.note("\(Self.words(claim)), \(why) – \(claim.claim)"))
            }
        }.filter { $0.1 == .confirmed }.map(\.0)
    }

    /// Asks for claims and runs the proof of each; reports each with its status and the reason.
    func judged(
        _ candidate: Candidate, tell: (ReviewFinding, ClaimStatus, String) async throws -> Void
    ) async throws -> [(ReviewFinding, ClaimStatus)] {
        let files = candidate.files.paths.map { path in
            let text = TerminalText.clean(candidate.files[path] ?? "", limit: 8000)
            var file = TaskContext.file(path, text, attempt.brief.language)
            file["bare"] = Comments.stripped(text, attempt.brief.language)
            return file
        }
        let prompt = try attempt.prompts.render(byCalls ? "review" : "review-test", ["files": files])
        let answer = try await attempt.conversation.ask(
            .reviewer, .review, prompt, maxTokens: byCalls ? 240 : 700, schema: byCalls ? Self.schema : nil)
        let claims = byCalls ? Self.parse(answer, brief: attempt.brief) : Self.parseTests(answer, brief: attempt.brief)
        if claims.isEmpty {
            try await attempt.note(.review, "0 findings that can be run here")
            return []
        }
        var judged: [(ReviewFinding, ClaimStatus)] = []
        for claim in claims {
            let (status, why) = try await judge(claim, candidate)
            try await tell(claim, status, why)
            judged.append((claim, status))
        }
        return judged
    }

    /// Refuted when the code already does what is demanded; confirmed by somebody who does not see the code: for a call by
    /// a derivation that does not see the demand either, for a test by whether the task demands it.
    private func judge(_ claim: ReviewFinding, _ candidate: Candidate) async throws -> (ClaimStatus, String) {
        let got: String
        switch try await ReviewTrial(attempt: attempt).run(claim.evidence, on: candidate) {
        case .holds: return (.refuted, "it does that")
        case .unclear(let why): return (.advisory, why)
        case .fails(let value): got = value
        }
        switch claim.evidence {
        case .call(let call, let expected):
            // An example of the task is as good as any derivation.
            if let example = attempt.brief.examples.first(where: { Self.squeezed($0.call) == Self.squeezed(call) }) {
                return (Self.same(example.expected, expected) ? .confirmed : .refuted, "it is \(got), the task says \(example.expected)")
            }
            let prompt = try attempt.prompts.render("derive", ["call": call])
            let answer = try await attempt.conversation.ask(.analyst, .review, prompt, maxTokens: 200)
            guard let derived = Self.answer(in: answer) else { return (.advisory, "it is \(got), no second derivation") }
            if Self.same(got, derived) { return (.refuted, "it is \(got), and so it was derived") }
            return (Self.same(derived, expected) ? .confirmed : .advisory, "it is \(got), derived was \(derived)")
        case .test(let source, let quote):
            let prompt = try attempt.prompts.render("judge-test", ["test": source, "quote": quote])
            let answer = try await attempt.conversation.ask(.analyst, .review, prompt, maxTokens: 200)
            let agrees = Self.answer(in: answer)?.uppercased().hasPrefix("YES") == true
            return (
                agrees ? .confirmed : .advisory,
                agrees ? "it fails, and the task demands it" : "it fails, but the second model does not agree that the task demands it"
            )
        }
    }

    static func parse(_ answer: String, brief: TaskBrief) -> [ReviewFinding] {
        guard let parsed = AnswerObject.read(Answer.self, in: answer) else { return [] }
        let symbols = brief.interface.map(\.symbol)
        let claims = (parsed.findings ?? []).compactMap { item -> ReviewFinding? in
            guard let call = item.call?.trimmed, let expected = item.expected?.trimmed,
                call.utf8.count < 500, !expected.isEmpty, expected.utf8.count < 500,
                symbols.contains(where: { call.hasPrefix($0 + "(") }), call.hasSuffix(")"),
                call.isOneLine, !call.contains(";")
            else { return nil }
            return ReviewFinding(claim: TerminalText.line(item.claim ?? ""), evidence: .call(call, expected: expected))
        }
        return distinct(claims)
    }

    /// Tests stand in code blocks, each after a line `CLAIM:` and a line `QUOTE:`; code inside JSON would suffer.
    static func parseTests(_ answer: String, brief: TaskBrief) -> [ReviewFinding] {
        var claims: [ReviewFinding] = []
        var claim = ""
        var quote = ""
        var code: [String]?
        for line in answer.allLines.prefix(2000) {
            let text = String(line)
            if text.trimmed.hasPrefix("```") {
                if let lines = code {
                    let source = lines.joined(separator: "\n") + "\n"
                    // A claim counts only if the task demands what it demands.
                    if !quote.isEmpty, Quote.stands(quote, in: brief.demands), !source.trimmed.isEmpty, source.utf8.count < 20_000 {
                        claims.append(ReviewFinding(claim: TerminalText.line(claim), evidence: .test(source, quote: quote)))
                    }
                    (claim, quote, code) = ("", "", nil)
                } else {
                    code = []
                }
            } else if code != nil {
                code?.append(text)
            } else if let range = text.firstRange(of: "CLAIM:") {
                claim = String(text[range.upperBound...]).trimmed
            } else if let range = text.firstRange(of: "QUOTE:") {
                quote = TerminalText.line(String(text[range.upperBound...].filter { !"\"`“”".contains($0) }).trimmed)
            }
        }
        return distinct(claims)
    }

    private static func distinct(_ claims: [ReviewFinding]) -> [ReviewFinding] {
        var seen: Set<String> = []
        return Array(claims.filter { seen.insert($0.signature).inserted }.prefix(most))
    }

    static func words(_ claim: ReviewFinding) -> String {
        switch claim.evidence {
        case .call(let call, let expected): "\(call) should be \(expected)"
        case .test(_, let quote): "a test for \"\(TerminalText.line(quote, limit: 80))\""
        }
    }

    private static func answer(in text: String) -> String? {
        guard let line = text.lines.last(where: { $0.contains("ANSWER:") }),
            let range = line.firstRange(of: "ANSWER:")
        else { return nil }
        let value = String(line[range.upperBound...]).trimmed
        return value.isEmpty ? nil : String(value.filter { $0 != "`" && $0 != "*" })
    }

    static func same(_ left: String, _ right: String) -> Bool { squeezed(left) == squeezed(right) }

    /// Models leave quotes out; a text and the same text quoted mean one value here.
    static func squeezed(_ text: String) -> String {
        String(text.filter { !$0.isWhitespace && !"`'\"".contains($0) })
    }

    private static let schema = AnswerSchema.record([
        "findings": AnswerSchema.list(
            AnswerSchema.record(
                ["claim": AnswerSchema.text(), "call": AnswerSchema.text(), "expected": AnswerSchema.text()],
                required: ["claim", "call", "expected"]), most: 2)
    ])
}
