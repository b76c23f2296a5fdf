import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

/// A second run in another order and surroundings, as the verdicts of a benchmark have it.
@Suite struct DifferentialTests {
    private static let doubling = """
        def check(candidate):
            first = candidate(1)
            assert first == 2
            assert candidate(2) == 4
            assert candidate(3) == 6
        """
    private static let python = TaskBrief(id: "d", title: "d", statement: "s", language: .python, deliverables: ["m.py"])

    private func verify(_ task: CodingTask, _ files: [String: String], differential: Bool = true) async throws -> ReviewReport {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: task.languages, isolatedTests: false, differential: differential)
        return try await context.verifier(for: task).verify(Candidate(files: FileTree(files)), scope: .full)
    }

    @Test(
        "a function that answers by how often it was asked, or by what, is found out; one that remembers what it knows is not",
        arguments: [
            ("known = iter([2, 4, 6])\ndef double(n):\n    return next(known)\n", Verdict.tamperingSuspected),
            ("last = 0\ndef double(n):\n    global last\n    last += 1\n    return n + last\n", .tamperingSuspected),
            ("import os\ndef double(n):\n    return n + n + ('ASSAY_RUN' in os.environ)\n", .tamperingSuspected),
            ("import functools\n@functools.cache\ndef double(n):\n    return 2 * n\n", .passed),
            ("import threading\nlock = threading.Lock()\ndef double(n):\n    with lock: return 2 * n\n", .passed),
        ])
    func functions(_ code: String, _ verdict: Verdict) async throws {
        let task = CodingTask(
            brief: Self.python, form: .pythonFunction(entryPoint: "double", prelude: ""), hidden: HiddenChecks(oracle: Self.doubling))
        let report = try await verify(task, ["m.py": code])
        #expect(report.verdict == verdict, "\(report.findings)")
        #expect(report.findings.contains { $0.rule == "order-dependent" } == (verdict != .passed))
        #expect(report.checks.first { $0.kind == .oracle }?.status == (verdict == .passed ? .passed : .failed))
        #expect(try await verify(task, ["m.py": code], differential: false).verdict == .passed, "asked once, all of them pass")
    }

    @Test("one that is never done when it is asked alone is flaky, which is no pass and no accusation")
    func hangs() async throws {
        let task = CodingTask(
            brief: Self.python, form: .pythonFunction(entryPoint: "double", prelude: ""), hidden: HiddenChecks(oracle: Self.doubling))
        let code = "import os\nhome = os.getpid()\ndef double(n):\n    while os.getpid() != home: pass\n    return 2 * n\n"
        let context = try await VerificationContext(
            sandbox: JailSandbox(), languages: [.python], limits: SandboxLimits(wallSeconds: 4), differential: true)
        let report = try await context.verifier(for: task).verify(Candidate(files: FileTree(["m.py": code])), scope: .full)
        #expect(report.verdict == .flaky, "\(report.findings)")
    }

    @Test("one that dies when it is asked alone has not answered")
    func dies() async throws {
        let task = CodingTask(
            brief: Self.python, form: .pythonFunction(entryPoint: "double", prelude: ""), hidden: HiddenChecks(oracle: Self.doubling))
        let code = "import os\nhome = os.getpid()\ndef double(n):\n    if os.getpid() != home: os._exit(3)\n    return 2 * n\n"
        #expect(try await verify(task, ["m.py": code]).verdict == .tamperingSuspected)
    }

    @Test(
        "a project's tests pass in other surroundings too, unless the reference fails them there as well",
        arguments: [
            ("import os\ndef double(n):\n    return 2 * n + bool(os.environ.get('TZ'))\n", "", Verdict.tamperingSuspected),
            ("def double(n):\n    return 2 * n\n", "", .passed),
            ("def double(n):\n    return 2 * n\n", "    assert not os.environ.get('TZ')\n", .passed),
        ])
    func projects(_ code: String, _ line: String, _ verdict: Verdict) async throws {
        let tests = "import os\nfrom m import double\n\ndef test_double():\n    assert double(4) == 8\n" + line
        let task = CodingTask(
            brief: Self.python, form: .project, hidden: HiddenChecks(files: try FileTree(["test_m.py": tests])),
            reference: try FileTree(["m.py": "def double(n):\n    return n + n\n"]))
        let report = try await verify(task, ["m.py": code])
        #expect(report.verdict == verdict, "\(report.findings)")
        #expect(try await verify(task, ["m.py": code], differential: false).verdict == .passed)
    }

    @Test("a program that ends with its test runs twice as well")
    func programs() async throws {
        let brief = TaskBrief(id: "d", title: "d", statement: "s", language: .javascript, deliverables: ["m.js"])
        let task = CodingTask(
            brief: brief, form: .program(prefix: "", example: ""), hidden: HiddenChecks(oracle: "if (double(2) !== 4) process.exit(1)\n"))
        let honest = "function double(n) { return 2 * n }\n"
        #expect(try await verify(task, ["m.js": honest]).verdict == .passed)
        let other = honest.replacing("2 * n", with: "process.env.ASSAY_RUN ? 0 : 2 * n")
        let report = try await verify(task, ["m.js": other])
        #expect(report.verdict == .tamperingSuspected, "\(report.findings)")
    }
}
