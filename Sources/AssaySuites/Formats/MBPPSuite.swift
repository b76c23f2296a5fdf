import AssayCore
import AssaySupport

/// MBPP problems (Austin and others, 2021): `task_id, text or prompt, code, test_list`, as published or sanitized.
///
/// The first test is shown, as it must be for the function's name and arguments to be known; all of them judge.
enum MBPPSuite {
    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "MBPP (code, test_list)", fits: fits, task: task)

    /// Whether a line is one of these problems.
    static func fits(_ line: JSONLine) -> Bool { line.object["test_list"] != nil && line.object["code"] != nil }

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        guard case .number(let number)? = line.object["task_id"], let whole = Int(exactly: number) else {
            throw InputError(line.place, "the key 'task_id' must be a whole number")
        }
        let tests = line.object["test_list"]?.texts ?? []
        let code = try line.text("code")
        let asked = try line.text(line.object["text"] == nil ? "prompt" : "text")
        let names = code.matches(of: /(?m)^def\s+(\w+)\s*\(/).map { String($0.1) }
        guard let first = tests.first, let entry = names.last(where: { first.contains("\($0)(") }) else {
            let brief = TaskBrief(
                id: "MBPP/\(whole)", title: "MBPP/\(whole)", statement: asked.trimmed, language: .python, deliverables: [HumanEvalSuite.deliverable])
            return CodingTask(
                brief: brief, form: .unjudgeable(reason: "the first of 'test_list' calls no function that 'code' defines"), hidden: HiddenChecks())
        }
        let setup = [line.object["test_setup_code"]?.text ?? ""] + (line.object["test_imports"]?.texts ?? [])
        let all = tests + (line.object["challenge_test_list"]?.texts ?? [])
        let oracle =
            setup.filter { !$0.isEmpty }.map { $0 + "\n" }.joined() + "\n\ndef check(candidate):\n    global \(entry)\n    \(entry) = candidate\n"
            + all.map { "    " + $0.replacing("\r\n", with: "\n").replacing("\n", with: "\n    ") + "\n" }.joined()
        do {
            let file = HumanEvalSuite.deliverable
            let signature = code.lines.last { $0.hasPrefix("def \(entry)") }.map { String($0).trimmed } ?? "def \(entry)(...):"
            let brief = TaskBrief(
                id: "MBPP/\(whole)", title: entry, statement: "\(asked.trimmed)\n\nYour code should satisfy:\n\n```python\n\(first)\n```",
                language: .python, deliverables: [file], interface: [InterfaceSymbol(symbol: entry, signature: signature, file: file)],
                examples: DocstringExamples.extract(
                    from: "def \(entry)():\n\(first.trimmed.replacing(/^assert\s+/, with: ""))\n", entryPoint: entry))
            return CodingTask(
                brief: brief, form: .pythonFunction(entryPoint: entry, prelude: ""), hidden: HiddenChecks(oracle: oracle),
                reference: try FileTree([file: code]), stub: try FileTree([file: "def \(entry)(*arguments):\n    pass\n"]))
        } catch {
            throw InputError(line.place, "\(error)")
        }
    }
}
