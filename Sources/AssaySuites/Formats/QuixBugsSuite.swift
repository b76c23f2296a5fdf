import AssayCore
import AssaySupport

/// QuixBugs (Lin and others, 2017): a Python program with one defect, its pytest file and its JSON cases.
enum QuixBugsSuite {
    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "QuixBugs (buggy, pytest)", fits: fits, task: task)

    /// Whether a line is one of these programs.
    static func fits(_ line: JSONLine) -> Bool { line.object["buggy"] != nil && line.object["pytest"] != nil }

    /// The pytest configuration that the benchmark's tests expect, written for Assay.
    private static let configuration = """
        import pytest
        pytest.use_correct = False
        pytest.run_slow = True
        """
    private static let cases = """
        import json, pathlib

        def load_json_testcases(name):
            text = (pathlib.Path(__file__).parent / "json_testcases" / f"{name}.json").read_text()
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        """

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        let name = try line.text("name")
        let buggy = try line.text("buggy")
        let path = "python_programs/\(name).py"
        do {
            var start = try FileTree([path: buggy, "conftest.py": configuration, "load_testdata.py": cases])
            if let cases = line.object["json_cases"]?.text { try start.set("json_testcases/\(name).json", cases) }
            if let node = line.object["node_helper"]?.text { try start.set("node.py", node) }
            let brief = TaskBrief(
                id: name, title: name, statement: "One line of `\(path)` is wrong. Correct it.", language: .python,
                start: start, deliverables: [path],
                // A case that the benchmark itself leaves out is not judged; a skipped test would be incomplete.
                visibleTests: try FileTree([
                    "test_\(name).py": try line.text("pytest").replacing(/pytest\.skip\(.*\)/, with: "return")
                ]))
            return CodingTask(
                brief: brief, form: .project, hidden: HiddenChecks(),
                reference: try FileTree([path: try line.text("correct")]), stub: try FileTree([path: buggy]))
        } catch let error as InputError {
            throw error
        } catch {
            throw InputError(line.place, "\(error)")
        }
    }
}
