import AssayCore
import AssaySupport

/// Reads the claims in a reviewer's answer; those without a usable proof are named with the reason.
struct ReviewAnswer {
    /// The largest number of claims: more would cost more than they find.
    private static let most = 8
    /// The longest test in bytes.
    private static let longest = 20_000

    /// The claims whose proof can be tried.
    private(set) var claims: [ReviewFinding] = []
    /// The claims that are dropped, each with the reason.
    private(set) var dropped: [String] = []

    private struct Answer: Decodable {
        struct Item: Decodable {
            var claim: String?
            var call: String?
            var expected: String?
        }
        var findings: [Item]?
    }

    /// Reads claims about calls, as JSON.
    static func calls(_ answer: String, brief: TaskBrief) -> ReviewAnswer {
        var result = ReviewAnswer()
        guard let parsed = AnswerObject.read(Answer.self, in: answer) else { return result }
        let symbols = brief.interface.map(\.symbol)
        for item in parsed.findings ?? [] {
            let claim = TerminalText.line(item.claim ?? "")
            guard let call = item.call?.trimmed, let expected = item.expected?.trimmed,
                call.utf8.count < 500, !expected.isEmpty, expected.utf8.count < 500,
                symbols.contains(where: { call.hasPrefix($0 + "(") }), call.hasSuffix(")"),
                call.isOneLine, !call.contains(";")
            else {
                result.dropped.append("\(claim) (no call of a required function with an expected value)")
                continue
            }
            result.add(ReviewFinding(claim: claim, evidence: .call(call, expected: expected)))
        }
        return result
    }

    /// Reads claims with tests: lines `KIND:`, `CLAIM:` and `QUOTE:`, then a code block; code inside JSON would suffer.
    static func tests(_ answer: String, brief: TaskBrief) -> ReviewAnswer {
        var result = ReviewAnswer()
        var open = Draft()
        var fence: Fence?
        for line in answer.allLines.prefix(4000) {
            if let begun = fence {
                if let end = Fence(line), begun.matches(end), end.info.isEmpty {
                    fence = nil
                    result.finish(open, brief)
                    open = Draft()
                } else {
                    open.code.append(String(begun.dedented(line)))
                }
            } else if let begin = Fence(line) {
                fence = begin
            } else {
                if Self.value(of: "CLAIM:", in: line) != nil || Self.value(of: "KIND:", in: line) != nil, open.isWhole {
                    result.finish(open, brief)
                    open = Draft()
                }
                open.read(line)
            }
        }
        result.finish(open, brief)
        return result
    }

    /// The value of a marked line; nil for any other line.
    fileprivate static func value(of mark: String, in line: Substring) -> String? {
        line.firstRange(of: mark).map { String(line[$0.upperBound...]).filter { $0 != "*" }.trimmed }
    }

    /// A claim that is being read.
    private struct Draft {
        var kind = ClaimKind.bug
        var claim = ""
        var quote = ""
        var code: [String] = []
        /// Whether the next marked line begins another claim: conventions need no test.
        var isWhole: Bool { kind == .convention && !claim.isEmpty && !quote.isEmpty }

        mutating func read(_ line: Substring) {
            if let word = ReviewAnswer.value(of: "KIND:", in: line) { kind = ClaimKind(rawValue: word.lowercased()) ?? .bug }
            if let words = ReviewAnswer.value(of: "CLAIM:", in: line) { claim = TerminalText.line(words) }
            if let words = ReviewAnswer.value(of: "QUOTE:", in: line) { quote = TerminalText.line(words.filter { !"\"`“”".contains($0) }.trimmed) }
        }
    }

    /// Adds a claim that counts only by what its kind needs.
    private mutating func finish(_ draft: Draft, _ brief: TaskBrief) {
        guard !draft.claim.isEmpty || !draft.code.isEmpty else { return }
        let source = draft.code.joined(separator: "\n") + "\n"
        func drop(_ why: String) { dropped.append("\(draft.claim) (\(why))") }
        guard draft.kind == .convention || !source.trimmed.isEmpty else { return drop("no test") }
        guard source.utf8.count < Self.longest else { return drop("its test is too long") }
        switch draft.kind {
        case .bug:
            guard Quote.stands(draft.quote, in: brief.demands) else { return drop("the task does not say \"\(draft.quote)\"") }
            add(ReviewFinding(claim: draft.claim, evidence: .test(source, quote: draft.quote)))
        case .security:
            add(ReviewFinding(claim: draft.claim, evidence: .attack(source)))
        case .convention:
            guard Self.isRule(draft.quote, of: brief) else { return drop("no file of the project says \"\(draft.quote)\"") }
            add(ReviewFinding(claim: draft.claim, evidence: .rule(draft.quote)))
        }
    }

    private mutating func add(_ claim: ReviewFinding) {
        guard claims.count < Self.most, !claims.contains(where: { $0.signature == claim.signature }) else { return }
        claims.append(claim)
    }

    /// Whether a guide or a configuration of the project says these words.
    private static func isRule(_ quote: String, of brief: TaskBrief) -> Bool {
        if Quote.stands(quote, in: brief.conventions) { return true }
        return brief.start.paths.contains { path in
            let name = path.lowercased()
            let isGuide = name.contains("contributing") || name.contains("style") || name.contains("convention")
            return (isGuide || ControlFile.contains(path) || name.hasPrefix(".")) && Quote.stands(quote, in: brief.start[path] ?? "")
        }
    }
}
