import AssayCore
import AssaySandbox
import AssaySupport
import AssayVerify
import Testing

/// Runs in jails and counts the test runs of Python projects.
private actor Counting: Sandbox {
    private let jail: JailSandbox
    private(set) var testRuns = 0

    init() throws { jail = try JailSandbox() }

    func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        if command.arguments.contains("/assay/project_tests.py") { testRuns += 1 }
        return try await jail.run(command)
    }

    func runJoined(_ first: SandboxCommand, _ second: SandboxCommand) async throws(SandboxError) -> (SandboxResult, SandboxResult) {
        try await jail.runJoined(first, second)
    }
}

@Suite struct VerifiedOnceTests {
    @Test("the tree before a change is verified once, for itself and for each change, whatever is asked of the change")
    func once() async throws {
        let sandbox = try Counting()
        let context = try await VerificationContext(sandbox: sandbox, languages: [.python])
        var brief = TaskBrief(id: "p", title: "p", statement: "Make it 2.", language: .python, deliverables: ["one.py"])
        brief.start = try FileTree(["one.py": "def one():\n    return 1\n", "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = [\".\"]\n"])
        brief.visibleTests = try FileTree(["test_one.py": "from one import one\n\ndef test_one():\n    assert one() == 2\n"])
        var task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks())
        task.expectation = .asRunnerSays
        let before = try await context.verifier(for: task).verify(Candidate(files: FileTree()), scope: .visible)
        #expect(before.verdict == .failed)
        task.brief.statement += "\n\n## Checks that fail now\ntest_one"
        for value in [2, 3] {
            let change = Candidate(files: try FileTree(["one.py": "def one():\n    return \(value)\n"]))
            let report = try await context.verifier(for: task).verify(change, scope: .visible)
            #expect(report.verdict.isSolved == (value == 2), "\(report.findings)")
        }
        #expect(await sandbox.testRuns == 3)
    }
}
