import AssayCore
import AssaySupport

/// HumanEval problems: `task_id, prompt, entry_point, canonical_solution, test`, after Chen and others, 2021.
enum HumanEvalSuite {
    /// The file that holds the answer to a function task.
    static let deliverable = "solution.py"

    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "HumanEval (entry_point, test)", fits: fits, task: task)

    /// Whether a line is one of these problems; one of the two keys is enough, and what else is missing is said then.
    static func fits(_ line: JSONLine) -> Bool { line.object["entry_point"] != nil || line.object["canonical_solution"] != nil }

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        try task(line) { line throws(InputError) in try line.text("test") }
    }

    /// The task of a problem whose test, which defines `check(candidate)`, is made from its line.
    static func task(_ line: JSONLine, test: (JSONLine) throws(InputError) -> String) throws(InputError) -> CodingTask {
        let id = try line.text("task_id")
        let prompt = try line.text("prompt")
        let entry = try line.text("entry_point")
        let test = try test(line)
        let signature = definition(of: entry, in: prompt).first.map(String.init) ?? "def \(entry)(...)"
        do {
            var reference: FileTree?
            if let canonical = line.object["canonical_solution"]?.text {
                reference = try FileTree([deliverable: prompt + canonical])
            }
            let unwritten = prompt + "\n\(indentation(of: entry, in: prompt))pass\n"
            let brief = TaskBrief(
                id: id, title: entry,
                statement: "Complete this Python function.\n\n```python\n\(prompt.trimmed)\n```",
                language: .python, deliverables: [deliverable],
                interface: [
                    InterfaceSymbol(symbol: entry, signature: signature, file: deliverable)
                ],
                examples: DocstringExamples.extract(from: prompt, entryPoint: entry),
                prompt: prompt)
            return CodingTask(
                brief: brief, form: .pythonFunction(entryPoint: entry, prelude: unwritten), hidden: HiddenChecks(oracle: test), reference: reference,
                stub: try FileTree([deliverable: unwritten]))
        } catch {
            throw InputError(line.place, "\(error)")
        }
    }

    /// The lines of a prompt from a function's definition on; none where it does not define it.
    private static func definition(of function: String, in prompt: String) -> [Substring] {
        PythonDefinition(of: function, in: prompt).map { prompt[$0.range.lowerBound...].allLines } ?? []
    }

    /// The indentation of a function's body: that of its docstring or first statement, four blanks where there is none.
    static func indentation(of entry: String, in prompt: String) -> String {
        let lines = definition(of: entry, in: prompt)
        // A signature may take several lines; the line that ends it ends in a colon, a comment aside.
        let header = lines.firstIndex { line in
            String(line.prefix { $0 != "#" }).trimmed.hasSuffix(":") || line.contains("): ") || line.contains(") -> ") && line.contains(": ")
        }
        let body = lines.dropFirst((header ?? 0) + 1).first { !String($0).trimmed.isEmpty }
        let blanks = body.map { String($0.indentation) } ?? ""
        return blanks.isEmpty ? "    " : blanks
    }
}
