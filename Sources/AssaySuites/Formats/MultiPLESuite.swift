import AssayCore
import AssaySupport

/// MultiPL-E problems (Cassano and others, 2022): `name, language, prompt, tests`, one program with the answer between.
enum MultiPLESuite {
    private static let languages: [String: (language: Language, file: String)] = [
        "rs": (.rust, "solution.rs"), "js": (.javascript, "solution.js"), "cpp": (.cpp, "solution.cpp"),
        "swift": (.swift, "solution.swift"), "ts": (.typescript, "solution.ts"),
    ]

    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "MultiPL-E (prompt, tests)", fits: fits, task: task)

    /// Whether a line is one of these problems.
    static func fits(_ line: JSONLine) -> Bool {
        line.object["tests"] != nil && line.object["prompt"] != nil && line.object["language"] != nil
    }

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        let name = try line.text("name")
        let code = try line.text("language")
        guard let (language, file) = languages[code] else {
            let known = languages.keys.sorted().joined(separator: ", ")
            throw InputError(line.place, "MultiPL-E in '\(TerminalText.line(code))' is not supported; known: \(known)")
        }
        let prompt = try line.text("prompt")
        let brief = TaskBrief(
            id: name, title: name, statement: "Complete this \(language.title) program.\n\n```\n\(prompt.trimmed)\n```",
            language: language, deliverables: [file], prompt: prompt)
        return CodingTask(
            brief: brief, form: .program(prefix: "", example: ""), hidden: HiddenChecks(oracle: try line.text("tests")))
    }
}
