import AssayCore
import AssaySupport

/// HumanEval-X problems in C++, Java and JavaScript (Zheng and others, 2023): prompt, answer and test are one program.
enum HumanEvalXSuite {
    private struct Dialect {
        var language: Language
        var file: String
        /// The code that the published harness puts before every program.
        var prefix = ""
        /// A body that compiles and is wrong.
        var wrong: String
    }

    private static let dialects: [String: Dialect] = [
        "CPP": Dialect(
            language: .cpp, file: "solution.cpp",
            prefix:
                "#include <algorithm>\n#include <climits>\n#include <cstring>\n#include <iostream>\n#include <map>\n#include <math.h>\n#include <set>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string>\n#include <vector>\n",
            wrong: "    abort();\n}\n"),
        "Java": Dialect(
            language: .java, file: "Solution.java",
            wrong: "        throw new UnsupportedOperationException();\n    }\n}\n"),
        "JavaScript": Dialect(language: .javascript, file: "solution.js", wrong: "  return undefined\n}\n"),
    ]

    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "HumanEval-X (declaration, example_test)", fits: fits, task: task)

    /// Whether a line is one of these problems.
    static func fits(_ line: JSONLine) -> Bool {
        line.object["declaration"] != nil && line.object["example_test"] != nil
    }

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        let id = try line.text("task_id")
        let name = id.split(separator: "/").first.map(String.init) ?? id
        guard let dialect = dialects[name] else {
            throw InputError(line.place, "HumanEval-X in '\(TerminalText.line(name))' is not supported; C++, Java and JavaScript are")
        }
        let prompt = try line.text("prompt")
        let canonical = try line.text("canonical_solution")
        let brief: TaskBrief
        do {
            brief = TaskBrief(
                id: id, title: id,
                statement: "Complete this \(dialect.language.title) function.\n\n```\n\(prompt.trimmed)\n```",
                language: dialect.language, deliverables: [dialect.file], prompt: prompt)
            return CodingTask(
                brief: brief, form: .program(prefix: dialect.prefix, example: line.object["example_test"]?.text ?? ""),
                hidden: HiddenChecks(oracle: try line.text("test")),
                reference: try FileTree([dialect.file: prompt + canonical]),
                stub: try FileTree([dialect.file: prompt + dialect.wrong]))
        } catch let error as InputError {
            throw error
        } catch {
            throw InputError(line.place, "\(error)")
        }
    }
}
