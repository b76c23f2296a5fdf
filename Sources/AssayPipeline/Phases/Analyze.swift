import AssayCore
import AssaySupport

/// Reads the statement before anybody plans: a few points, no code.
struct Analyze {
    let attempt: Attempt

    func run() async throws -> String? {
        // Where not all files are shown, the first question is which of them matter.
        if attempt.context.truncated { return try await AnalyzeFiles(attempt: attempt).run() }
        let prompt = try attempt.prompts.render("analyze", [:])
        let answer = try await attempt.conversation.ask(.analyst, .analyze, prompt, maxTokens: 170)
        let points = Self.points(answer)
        try await attempt.note(.analyze, "\(points.count) points")
        return points.isEmpty ? nil : points.joined(separator: "\n")
    }

    /// A few points; whatever else the model says, code above all, is dropped.
    static func points(_ answer: String) -> [String] {
        var inCode = false
        var points: [String] = []
        for line in answer.lines {
            let text = String(line).trimmed
            if text.hasPrefix("```") {
                inCode.toggle()
                continue
            }
            let words = String(text.drop { !$0.isLetter && $0 != "`" && $0 != "\"" })
            // Headings and single words say nothing to the next step.
            guard !inCode, words.count > 12, !text.hasPrefix("#"), !words.hasSuffix(":") else { continue }
            if points.count < 6 { points.append("- " + TerminalText.line(words, limit: 240)) }
        }
        return points
    }
}
