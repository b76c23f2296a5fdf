import AssayCore
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import AssayVerify
import FoundationEssentials
import Testing

private let documented = """
    def half(number):
        \"\"\"Halves.

        >>> half(4)
        2.0
        >>> half("x")
        Traceback (most recent call last):
        TypeError: unsupported operand type(s) for /: 'str' and 'int'
        \"\"\"


    class Box:
        \"\"\"A box.

        >>> Box(3).value
        3
        \"\"\"

        def __init__(self, value):
            self.value = value
    """

/// A module whose docstrings are its tests, with a page that has more.
private func module() throws -> CodingTask {
    CodingTask(
        brief: TaskBrief(
            id: "halves", title: "halves", statement: "", language: .python,
            start: try FileTree(["halves.py": documented, "guide.md": "Use it so:\n\n    >>> from halves import half\n    >>> half(1)\n    0.5\n"]),
            deliverables: ["halves.py"]),
        form: .project, hidden: HiddenChecks())
}

private let body = "class Box:\n    def __init__(self, value):\n        self.value = value\n\n\ndef half(number):\n    return number / 2\n"

@Suite struct PythonTests {
    @Test(
        "examples in docstrings and pages are tests, as the pristine tree has them, whatever a candidate writes there",
        arguments: [
            ("right, without docstrings", body, Verdict.passed),
            ("wrong", body.replacing("number / 2", with: "number // 2"), .failed),
            ("wrong, with its own example", "def half(number):\n    \"\"\"\n    >>> half(4)\n    5\n    \"\"\"\n    return 5\nclass Box:\n    pass\n", .failed),
            ("gone", "class Box:\n    def __init__(self, value):\n        self.value = value\n", .failed),
            ("exits", "import os\nos._exit(0)\n", .crashed),
            ("no Python", "def half(number)\n", .compileError),
        ])
    func doctest(_ name: String, _ code: String, _ verdict: Verdict) async throws {
        let report = try await Bench.verify(module(), ["halves.py": code])
        #expect(report.verdict == verdict)
        guard verdict != .compileError else { return }
        #expect(report.checks.filter { $0.kind == .test }.map(\.id) == ["guide.md", "halves.py::half", "halves.py::Box"])
        if name == "wrong" {
            #expect(report.findings.contains { $0.test == "halves.py::half" && $0.path == "halves.py" && $0.line == 4 })
        }
    }

    @Test("a folder with examples and no test files is a project")
    func detected() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try documented.write(toFile: folder + "/halves.py", atomically: true, encoding: .utf8)
        let task = try await ProjectTask.load(folder, layouts: ToolchainProfile.layouts())
        #expect(task.brief.language == .python)
        #expect(try await Bench.shared.value.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full).verdict == .failed)
    }

    @Test("tests that a class inherits in the same file, and each case of a parameter, are accounted for")
    func listing() async throws {
        let tests = """
            import unittest
            import pytest
            from one import one

            class Common:
                def test_edge_shared(self):
                    assert one() == 1

            class TestMore(Common):
                def test_happy_own(self):
                    assert one() > 0

            class Case(unittest.TestCase):
                def test_equal(self):
                    for number in (1, 2):
                        with self.subTest(number=number):
                            self.assertEqual(one(), 1)

            @pytest.mark.parametrize("n", [1, 2])
            def test_each(n):
                assert one() * n == n
            """
        let task = CodingTask(
            brief: TaskBrief(
                id: "one", title: "one", statement: "", language: .python, deliverables: ["one.py"],
                visibleTests: try FileTree(["test_one.py": tests])),
            form: .project, hidden: HiddenChecks())
        let report = try await Bench.verify(task, ["one.py": "def one():\n    return 1\n"])
        #expect(report.verdict == .passed)
        let ids = ["TestMore::test_happy_own", "TestMore::test_edge_shared", "Case::test_equal", "test_each[1]", "test_each[2]"]
        #expect(report.checks.filter { $0.kind == .test }.map(\.id) == ids.map { "test_one.py::\($0)" })
    }

    @Test("what a finding rests on is a command that can be repeated")
    func command() async throws {
        let report = try await Bench.verify(module(), ["halves.py": "import os\n" + body.replacing("number / 2", with: "number")])
        let test = try #require(report.findings.first { $0.kind == .test }?.command)
        #expect(test.contains("doctest_driver.py") && test.hasSuffix("guide.md halves.py"))
        #expect(report.findings.first { $0.rule == "ruff.F401" }?.command?.contains("ruff check") == true)
    }

    @Test(
        "checks that must be asked for are run only then",
        arguments: [
            ("mypy", "mypy.return-value"), ("pyright", "pyright.reportReturnType"), ("semgrep", "semgrep.assay.python-shell-of-input"),
        ])
    func optional(_ check: String, _ rule: String) async throws {
        let code = "import subprocess\n\n\ndef run(name: str) -> str:\n    return subprocess.call(f\"ls {name}\", shell=True)\n"
        let task = CodingTask(
            brief: TaskBrief(
                id: "one", title: "one", statement: "", language: .python, deliverables: ["one.py"],
                visibleTests: try FileTree(["test_one.py": "import one\n\n\ndef test_happy():\n    assert one.run\n"])),
            form: .project, hidden: HiddenChecks())
        let plain = try await Bench.verify(task, ["one.py": code])
        #expect(plain.verdict == .passed && !plain.checks.contains { $0.id == check })
        let found = await ResolvedToolchain(try #require(try ToolchainProfile.embedded().first { $0.language == .python }))
        if let missing = found.missing.first(where: { $0.name == check }) { try Test.cancel("without \(check): \(missing.install)") }
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python], checks: [check])
        let report = try await context.verifier(for: task).verify(Candidate(files: FileTree(["one.py": code])), scope: .full)
        #expect(report.checks.contains { $0.id == check && $0.status == .failed })
        #expect(report.findings.contains { $0.rule == rule && $0.path == "one.py" && $0.line == 5 })
    }

    @Test("a check that nobody knows is refused by name")
    func unknown() async throws {
        let error = await #expect(throws: HarnessError.self) {
            _ = try await VerificationContext(sandbox: JailSandbox(), languages: [.python], checks: ["pylint"])
        }
        #expect(error?.message.contains("known: mypy, pyright, semgrep") == true)
    }
}
