import AssayCore

/// A claim that a call is answered wrongly, made by another model and tested by running it.
package struct ReviewFinding: Sendable, Equatable {
    package var claim: String
    package var call: String
    package var expected: String
}

/// Asks another model for failing inputs; only what can be confirmed counts.
struct Review {
    let attempt: Attempt

    private struct Answer: Decodable {
        struct Item: Decodable {
            var claim: String?
            var call: String?
            var expected: String?
        }
        var findings: [Item]?
    }

    /// Returns findings that were run, failed, and whose expectation was derived twice.
    func run(_ candidate: Candidate) async throws -> [ReviewFinding] {
        let brief = attempt.brief
        let files = candidate.files.paths.map {
            TaskContext.file($0, TerminalText.clean(candidate.files[$0] ?? "", limit: 8000), brief.language)
        }
        let prompt = try Prompts.render("review", ["files": files])
        let answer = try await attempt.conversation.ask(
            .reviewer, .review, prompt, maxTokens: 240, schema: Self.schema)
        let claims = Self.parse(answer, brief: brief)
        guard !claims.isEmpty,
            let probes = try await attempt.verifier.probe(candidate, claims.map(\.call))
        else {
            try await attempt.note(.review, "\(claims.count) findings, none that can be run here")
            return []
        }
        var confirmed: [ReviewFinding] = []
        for (claim, probe) in zip(claims, probes) {
            let status = try await judge(claim, probe)
            try await attempt.note(
                .review, "\(status): \(claim.call) should be \(claim.expected), is \(probe.value ?? "an error") – \(claim.claim)")
            if status == "confirmed" { confirmed.append(claim) }
        }
        return confirmed
    }

    /// Refuted when the code already does what is demanded; confirmed by a blind derivation.
    private func judge(_ claim: ReviewFinding, _ probe: ProbeResult) async throws -> String {
        if let value = probe.value, Self.same(value, claim.expected) { return "refuted" }
        let prompt = try Prompts.render("derive", ["call": claim.call])
        let answer = try await attempt.conversation.ask(.analyst, .review, prompt, maxTokens: 200)
        guard let derived = Self.answer(in: answer) else { return "advisory" }
        if let value = probe.value, Self.same(value, derived) { return "refuted" }
        return Self.same(derived, claim.expected) ? "confirmed" : "advisory"
    }

    static func parse(_ answer: String, brief: TaskBrief) -> [ReviewFinding] {
        guard let open = answer.firstIndex(of: "{"), let close = answer.lastIndex(of: "}"), open < close,
            let parsed = try? JSON.decode(Answer.self, String(answer[open...close]))
        else { return [] }
        let symbols = brief.interface.map(\.symbol)
        return (parsed.findings ?? []).prefix(3).compactMap { item in
            guard let call = item.call?.trimmed, let expected = item.expected?.trimmed,
                call.utf8.count < 500, !expected.isEmpty, expected.utf8.count < 500,
                symbols.contains(where: { call.hasPrefix($0 + "(") }), call.hasSuffix(")"),
                !call.contains("\n"), !call.contains(";")
            else { return nil }
            return ReviewFinding(
                claim: TerminalText.line(item.claim ?? ""), call: call, expected: expected)
        }
    }

    private static func answer(in text: String) -> String? {
        guard let line = text.split(separator: "\n").last(where: { $0.contains("ANSWER:") }),
            let range = line.firstRange(of: "ANSWER:")
        else { return nil }
        let value = String(line[range.upperBound...]).trimmed
        return value.isEmpty ? nil : String(value.filter { $0 != "`" && $0 != "*" })
    }

    static func same(_ left: String, _ right: String) -> Bool {
        func squeeze(_ text: String) -> String {
            // Models leave quotes out; a text and the same text quoted mean one value here.
            String(text.filter { !$0.isWhitespace && !"`'\"".contains($0) })
        }
        return squeeze(left) == squeeze(right)
    }

    private static let schema: JSONValue = {
        let text = JSONValue.object(["type": .string("string")])
        let item = JSONValue.object([
            "type": .string("object"),
            "properties": .object(["claim": text, "call": text, "expected": text]),
            "required": .array([.string("claim"), .string("call"), .string("expected")]),
            "additionalProperties": .bool(false),
        ])
        let list = JSONValue.object([
            "type": .string("array"), "items": item, "maxItems": .number(2),
        ])
        return .object([
            "type": .string("object"), "properties": .object(["findings": list]),
            "required": .array([.string("findings")]), "additionalProperties": .bool(false),
        ])
    }()
}
