import AssayCore
import AssaySupport

/// Asks the analyst which files of a large tree matter, so that later prompts show them, and which words of the task bind.
struct AnalyzeFiles {
    let attempt: Attempt

    private static let mostFiles = 10
    private static let mostConstraints = 6

    private struct Answer: Decodable {
        struct File: Decodable {
            var path: String?
            var why: String?
        }
        var files: [File]?
        var constraints: [String]?
    }

    /// Returns what later prompts say of the analysis; nil when the answer held nothing of use.
    func run() async throws -> String? {
        let prompt = try attempt.prompts.render("analyze-files", [:])
        let answer = try await attempt.conversation.ask(.analyst, .analyze, prompt, maxTokens: 500, schema: Self.schema)
        let paths = attempt.brief.start.overlaid(with: attempt.brief.visibleTests).paths
        var files: [(path: String, why: String)] = []
        var dropped: [String] = []
        var constraints: [String] = []
        if let parsed = AnswerObject.read(Answer.self, in: answer) {
            let known = Set(paths)
            for file in parsed.files ?? [] {
                guard let path = file.path.map(Self.plain), !path.isEmpty else { continue }
                if known.contains(path) { files.append((path, file.why ?? "")) } else { dropped.append(TerminalText.line(path, limit: 120)) }
            }
            constraints = (parsed.constraints ?? []).filter { Quote.stands($0, in: attempt.brief.demands) }
        } else {
            // Prose that names files is an answer too.
            files = NamedFiles(in: answer, among: paths).paths.map { ($0, "") }
        }
        files = Array(files.prefix(Self.mostFiles))
        try await attempt.note(.analyze, "\(files.count) files: \(files.map(\.path).listed()); \(constraints.count) constraints in the task's words")
        if !dropped.isEmpty { try await attempt.note(.analyze, "left out, because the project has no such file: \(dropped.listed())") }
        if !files.isEmpty { try await attempt.conversation.show(focus: ContextFocus(named: files.map(\.path))) }
        let lines =
            files.map { "- `\($0.path)`" + ($0.why.isEmpty ? "" : ": " + TerminalText.line($0.why, limit: 200)) }
            + constraints.prefix(Self.mostConstraints).map { "- The task says: \"\(TerminalText.line($0, limit: 240))\"" }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private static func plain(_ path: String) -> String {
        let name = path.trimmed.filter { $0 != "`" }
        return name.hasPrefix("./") ? String(name.dropFirst(2)) : name
    }

    private static let schema = AnswerSchema.record(
        [
            "files": AnswerSchema.list(
                AnswerSchema.record(["path": AnswerSchema.text(most: 200), "why": AnswerSchema.text(most: 200)], required: ["path", "why"]), most: mostFiles),
            "constraints": AnswerSchema.list(AnswerSchema.text(most: 240), most: mostConstraints),
        ], required: ["files", "constraints"])
}
