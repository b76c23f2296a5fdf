import AssayCore
import AssaySupport

/// Asks another model for what the code does wrong; only what can be confirmed counts.
struct Review {
    let attempt: Attempt

    /// Proof is a call with literal arguments where calls can be run, else a test in the project's own form.
    private var byCalls: Bool { attempt.brief.takesCalls }

    /// Returns the findings that were confirmed; what becomes of every other claim is noted.
    func run(_ best: Checkpoint) async throws -> [ReviewFinding] {
        try await attempt.conversation.show(best.work.files)
        return try await judged(best.work, best.report) { claim, status, why in
            try await attempt.note(.review, status.note("\(claim.words), \(why) – \(claim.claim)"))
        }.filter { $0.1 == .confirmed }.map(\.0)
    }

    /// Asks for claims and tries the proof of each; reports each with its status and the reason.
    func judged(
        _ work: WorkTree, _ report: ReviewReport? = nil, tell: (ReviewFinding, ClaimStatus, String) async throws -> Void
    ) async throws -> [(ReviewFinding, ClaimStatus)] {
        let prompt = try attempt.prompts.render(byCalls ? "review" : "review-test", values(work, report))
        let answer = try await attempt.conversation.ask(
            .reviewer, .review, prompt, maxTokens: byCalls ? 240 : 700, schema: byCalls ? Self.schema : nil)
        let read = byCalls ? ReviewAnswer.calls(answer, brief: attempt.brief) : ReviewAnswer.tests(answer, brief: attempt.brief)
        for words in read.dropped { try await attempt.note(.review, "dropped: \(words)") }
        if read.claims.isEmpty {
            try await attempt.note(.review, "0 findings that can be run here")
            return []
        }
        var judged: [(ReviewFinding, ClaimStatus)] = []
        for claim in read.claims {
            let (status, why) = try await ClaimTrial(attempt: attempt).judge(claim, work)
            try await tell(claim, status, why)
            judged.append((claim, status))
        }
        return judged
    }

    /// The values of the template: a repository is reviewed by the change and the report, a suite's task by its files.
    private func values(_ work: WorkTree, _ report: ReviewReport?) -> [String: Any] {
        if attempt.brief.isOpen {
            var values: [String: Any] = ["change": TextDifference.unified(from: work.start, to: work.files, isNumbered: true, limit: 40_000)]
            values["report"] = report.map { FailureText.summary($0) }
            return values
        }
        let files = work.change.files.paths.map { path in
            let text = TerminalText.clean(work.change.files[path] ?? "", limit: 8000)
            var file = TaskContext.file(path, text, attempt.brief.language)
            file["bare"] = Comments.stripped(text, attempt.brief.language)
            return file
        }
        return ["files": files]
    }

    /// The value on the last line `ANSWER:` of a text.
    static func answer(in text: String) -> String? {
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
