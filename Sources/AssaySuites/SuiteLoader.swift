package import AssayCore
package import AssaySupport
import FoundationEssentials

/// Loads a suite from a folder of tasks or a JSON Lines file, by what it holds.
package enum SuiteLoader {
    /// The largest file that is read as a suite.
    static let sizeLimit = 256 << 20

    /// Loads every task, or throws with the file, the line and what is wrong there.
    package static func load(_ path: String) throws(InputError) -> Suite {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(path, "no such file or folder; name a suite folder or a .jsonl file")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let tasks: [CodingTask]
        if isFolder {
            if let found = try HarborSuite.load(path) {
                tasks = found
            } else if let found = try ExercismTrack.load(path) {
                tasks = found
            } else {
                tasks = try NativeSuite.load(path)
            }
        } else {
            let lines = try JSONLines.read(path)
            guard let first = lines.first else {
                throw InputError(path, "the file is empty; expected one JSON object per line")
            }
            if HumanEvalXSuite.fits(first) {
                tasks = try HumanEvalXSuite.tasks(lines)
            } else if QuixBugsSuite.fits(first) {
                tasks = try QuixBugsSuite.tasks(lines)
            } else if MultiPLESuite.fits(first) {
                tasks = try MultiPLESuite.tasks(lines)
            } else if EvalPlusSuite.fits(first) {
                tasks = try EvalPlusSuite.tasks(lines)
            } else if MBPPSuite.fits(first) {
                tasks = try MBPPSuite.tasks(lines)
            } else if first.object["entry_point"] != nil || first.object["canonical_solution"] != nil {
                tasks = try HumanEvalSuite.tasks(lines)
            } else if first.object["solution_paths"] != nil {
                tasks = try ExercismSuite.tasks(lines)
            } else {
                throw InputError(
                    first.place,
                    "not a known suite format; expected HumanEval (entry_point, test), EvalPlus (base_input, plus_input), MBPP (code, test_list), HumanEval-X (declaration, example_test), MultiPL-E (prompt, tests), QuixBugs (buggy, pytest) or Exercism (solution_paths)"
                )
            }
        }
        var seen: Set<String> = []
        for task in tasks where !seen.insert(task.id).inserted {
            throw InputError(path, "the task id '\(TerminalText.line(task.id))' occurs twice")
        }
        guard !tasks.isEmpty else { throw InputError(path, "holds no tasks") }
        return Suite(name: name, tasks: tasks)
    }
}
