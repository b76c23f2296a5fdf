import AssayCore
import AssaySuites
import AssaySupport
import AssayTestSupport
import Testing

/// A small pytest task, written here.
private func adding() throws -> CodingTask {
    let tests = """
        from adder import add

        def test_happy_sum():
            assert add(1, 2) == 3

        def test_edge_zero():
            assert add(0, 0) == 0
        """
    return CodingTask(
        brief: TaskBrief(
            id: "adding", title: "adding", statement: "", language: .python,
            start: try FileTree(["adder.py": "", "conftest.py": "# the task's own\n"]),
            deliverables: ["adder.py"], visibleTests: try FileTree(["test_adder.py": tests])),
        form: .project, hidden: HiddenChecks())
}

private let right = "def add(a, b):\n    return a + b\n"

private let cheats: [Answer] = [
    .init(name: "right", code: right, verdict: .passed),
    .init(name: "wrong", code: "def add(a, b):\n    return 3\n", verdict: .failed),
    .init(name: "exits on import", code: "import os\nos._exit(0)\n", verdict: .crashed),
    .init(name: "raises SystemExit on import", code: "raise SystemExit(0)\n", verdict: .incomplete),
    .init(name: "exits in the call", code: "import os\ndef add(a, b):\n    os._exit(0)\n", verdict: .crashed),
    .init(name: "skips", code: "import pytest\ndef add(a, b):\n    pytest.skip('x')\n", verdict: .incomplete),
    .init(name: "does not compile", code: "def add(a, b)\n    return 3\n", verdict: .compileError),
    .init(name: "hangs", code: "def add(a, b):\n    while True: pass\n", verdict: .timeout),
    .init(name: "crashes", code: "import ctypes\ndef add(a, b):\n    ctypes.string_at(0)\n", verdict: .crashed),
    .init(
        name: "opens a socket", code: "import socket\ndef add(a, b):\n    try: socket.socket()\n    except OSError: pass\n    return a + b\n",
        verdict: .sandboxViolation),
]

@Suite struct PytestTests {
    @Test("answers get the verdict they deserve", arguments: cheats)
    func verdicts(_ answer: Answer) async throws {
        let report = try await Bench.verify(adding(), ["adder.py": answer.code])
        if answer.name == "raises SystemExit on import" {
            #expect(!report.verdict.isSolved)
        } else {
            #expect(report.verdict == answer.verdict)
        }
        #expect(report.tier == .b)
    }

    @Test("a project's own linter configuration decides, from its pristine tree; what is unsafe is found in any case")
    func conventions() async throws {
        let code = "import os, subprocess\ndef add(a, b):\n    subprocess.call('true', shell=True) if a > 9 else None\n    return a + b\n"
        func rules(_ files: [String: String], delivered: [String: String] = [:]) async throws -> Set<String> {
            var task = try adding()
            for (path, text) in files { try task.brief.start.set(path, text) }
            let report = try await Bench.verify(task, delivered.merging(["adder.py": code]) { $1 })
            return Set(report.findings.map(\.rule))
        }
        let plain = try await rules([:])
        #expect(plain.contains("ruff.F401") && plain.contains("ruff.S602") && !plain.contains("ruff.I001"))
        let own = try await rules(["pyproject.toml": "[tool.ruff.lint]\nselect = [\"I\"]\nignore = [\"F401\"]\n"])
        #expect(own.contains("ruff.I001") && own.contains("ruff.S602"))
        // What a candidate brings along is no configuration.
        let brought = try await rules([:], delivered: ["ruff.toml": "exclude = [\"*\"]\n"])
        #expect(brought.contains("ruff.F401") && brought.contains("control-file"))
    }

    @Test("a linter that could not do its work has not passed, and says why")
    func brokenConfiguration() async throws {
        var task = try adding()
        try task.brief.start.set("ruff.toml", "no such key = [\n")
        let report = try await Bench.verify(task, ["adder.py": right])
        #expect(report.verdict == .passed)
        #expect(report.checks.contains { $0.id == "ruff" && $0.status == .notRun })
        #expect(report.findings.contains { $0.rule == "ruff.not-run" && $0.message.contains("ruff.toml") })
    }

    @Test("tests that were skipped are named, in pytest's and in unittest's words")
    func skipped() async throws {
        var task = try adding()
        let tests = """
            import unittest
            from adder import add

            class AddTest(unittest.TestCase):
                def test_adds(self):
                    self.assertEqual(add(1, 2), 3)

                @unittest.skip("not today")
                def test_later(self):
                    self.fail()
            """
        task.brief.visibleTests = try FileTree(["test_adder.py": tests])
        let report = try await Bench.verify(task, ["adder.py": right])
        #expect(report.verdict == .incomplete)
        #expect(report.findings.first?.message == "1 of 2 tests skipped: test_adder.py::AddTest::test_later")
    }

    @Test("deeply branched code is told", arguments: [true, false])
    func complexity(_ deep: Bool) async throws {
        let branches = (0..<(deep ? 16 : 3)).map { "    if a == \($0 + 100): return 0\n" }.joined()
        let report = try await Bench.verify(adding(), ["adder.py": "def add(a, b):\n" + branches + "    return a + b\n"])
        #expect(report.verdict == .passed)
        #expect(report.findings.contains { $0.rule == "ruff.C901" } == deep)
    }

    @Test("a crash and a hang name the test that was running")
    func culprit() async throws {
        for code in ["import ctypes\ndef add(a, b):\n    ctypes.string_at(0)\n", "def add(a, b):\n    while True: pass\n"] {
            let report = try await Bench.verify(adding(), ["adder.py": code])
            #expect(report.findings.contains { $0.test?.hasSuffix("test_happy_sum") == true })
        }
    }

    @Test("delivered control files and tests are not used and are reported")
    func cleanRoom() async throws {
        let patched =
            "import pytest\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    outcome.get_result().outcome = 'passed'\n"
        let report = try await Bench.verify(
            adding(), ["adder.py": "def add(a, b):\n    return 0\n", "conftest.py": patched, "test_adder.py": "def test_x(): pass\n"])
        #expect(report.verdict == .tamperingSuspected)
        #expect(report.findings.count { $0.rule == "control-file" } == 2)
        #expect(report.checks.contains { $0.id.hasSuffix("test_happy_sum") && $0.status == .failed })
    }

    @Test("static checks and test tags are in the report")
    func staticChecks() async throws {
        let report = try await Bench.verify(adding(), ["adder.py": "import os\n" + right])
        #expect(report.verdict == .passed)
        #expect(report.findings.contains { $0.rule == "ruff.F401" })
        #expect(report.checks.contains { $0.tag == .edge })
    }
}

@Suite struct SwiftPackageTests {
    @Test(
        "a package's reference passes, broken ones are told apart",
        arguments: [
            ("reference", Verdict.passed), ("compile", .compileError), ("exit", .crashed), ("trap", .crashed),
            ("wrong", .failed),
        ])
    func package(_ kind: String, _ verdict: Verdict) async throws {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/suites/demo")
        let task = try #require(suite.tasks.first { $0.id == "swift-chunks-fix" })
        let path = "Sources/Chunks/Chunks.swift"
        func body(_ text: String) -> String {
            "import Foundation\nextension Array {\n    public func chunked(into size: Int) -> [[Element]] {\n        \(text)\n    }\n}\n"
        }
        let code =
            switch kind {
            case "reference": task.reference?[path] ?? ""
            case "compile": body("return nonsense")
            case "exit": body("exit(0)")
            case "trap": body("let none: Int? = nil; return [Array(self[0..<none!])]")
            default: body("return []")
            }
        let report = try await Bench.verify(task, [path: code])
        #expect(report.verdict == verdict)
        if kind == "compile" {
            #expect(report.findings.contains { $0.kind == .compile && $0.path == path && $0.line == 4 })
        }
        if kind == "trap" { #expect(report.findings.contains { $0.rule == "crashed" && $0.test != nil }) }
    }

    @Test("an XCTest package is judged test by test")
    func xctest() async throws {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/suites/demo")
        let task = try #require(suite.tasks.first { $0.id == "swift-run-length" })
        let stub = try await Bench.verify(task, task.stub.texts)
        #expect(stub.verdict == .failed)
        #expect(stub.checks.contains { $0.id == "test_edge_empty" && $0.status == .passed && $0.hidden })
        #expect(stub.findings.contains { $0.test == "test_happy_encode" && $0.line != nil })
        let reference = try #require(task.reference)
        #expect(try await Bench.verify(task, reference.texts).verdict == .passed)
    }

    @Test(
        "a test that asserts nothing of a candidate, but of the reference, has not passed",
        arguments: [
            ("return text.split()", "", Verdict.passed), ("return []", "", .incomplete), ("return iter([])", "", .incomplete),
            ("return text.split()", "def test_smoke():\n    words('a')\n", .passed),
            ("return text.split()", "def test_raised():\n    with pytest.raises(AttributeError):\n        list(words(3))\n", .passed),
            (
                "return text.split()",
                "class T(unittest.TestCase):\n    def test_own(self):\n        for word in words('a b'):\n            self.assertIn(word, 'ab')\n", .passed
            ),
        ])
    func vacuous(_ body: String, _ more: String, _ verdict: Verdict) async throws {
        let tests =
            "import unittest\nimport pytest\nfrom words import words\n\ndef test_lower():\n    for word in words('a b'):\n        assert word.islower()\n\n"
            + more
        let task = CodingTask(
            brief: TaskBrief(id: "words", title: "words", statement: "", language: .python, deliverables: ["words.py"]), form: .project,
            hidden: HiddenChecks(files: try FileTree(["test_words.py": tests])),
            reference: try FileTree(["words.py": "def words(text):\n    return text.split()\n"]))
        let report = try await Bench.verify(task, ["words.py": "def words(text):\n    \(body)\n"])
        #expect(report.verdict == verdict, "\(report.verdict) \(report.findings.map(\.message))")
        #expect(report.findings.contains { $0.rule == "vacuous" } == (verdict == .incomplete))
    }
}
