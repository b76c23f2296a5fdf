import AssayCore

/// Reads the statement before anybody plans: a few points, no code.
struct Analyze {
    let attempt: Attempt

    func run() async throws -> String? {
        let prompt = try Prompts.render("analyze", [:])
        let answer = try await attempt.conversation.ask(.analyst, .analyze, prompt, maxTokens: 220)
        let points = Self.points(answer)
        try await attempt.note(.analyze, "\(points.count) points")
        return points.isEmpty ? nil : points.joined(separator: "\n")
    }

    /// Bullet points only: whatever else the model says, code above all, is dropped.
    static func points(_ answer: String) -> [String] {
        var inCode = false
        var points: [String] = []
        for line in answer.split(separator: "\n") {
            let text = String(line).trimmed
            if text.hasPrefix("```") { inCode.toggle() }
            guard !inCode, let first = text.first, points.count < 8 else { continue }
            if first == "-" || first == "*" || first == "•" || first.isNumber {
                points.append("- " + String(TerminalText.line(text, limit: 240).drop { !$0.isLetter && $0 != "`" && $0 != "\"" }))
            }
        }
        return points
    }
}
