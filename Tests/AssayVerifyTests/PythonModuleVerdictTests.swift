import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

/// A module of three functions, of which the test of `last` uses a helper of its own prompt.
private func module() throws -> CodingTask {
    let stub =
        "def double(x):\n    \"\"\"Doubles.\"\"\"\n    pass\n\n\ndef half(x):\n    pass\n\n\ndef step(x):\n    return x + 1\n\n\ndef last(x):\n    pass\n"
    let brief = TaskBrief(
        id: "module", title: "module", statement: "", language: .python, start: try FileTree(["solution.py": stub]), deliverables: ["solution.py"],
        interface: ["double", "half", "last"].map { InterfaceSymbol(symbol: $0, signature: "def \($0)(x)", file: "solution.py") },
        examples: [Example(call: "double(2)", expected: "4"), Example(call: "half(4)", expected: "2"), Example(call: "round(half(2), 1)", expected: "1")])
    return CodingTask(
        brief: brief,
        form: .pythonModule([
            PythonFunction(name: "double", prelude: ""), PythonFunction(name: "half", prelude: ""),
            PythonFunction(name: "last", prelude: "def step(x):\n    return x + 1\n"),
        ]),
        hidden: HiddenChecks(oracles: [
            "double": "def check(candidate):\n    assert candidate(3) == 6\n", "half": "def check(candidate):\n    assert candidate(6) == 3\n",
            "last": "def check(candidate):\n    assert candidate(step(1)) == 2\n",
        ]), stub: try FileTree(["solution.py": stub]))
}

private let right = "def double(x):\n    return 2 * x\n\ndef half(x):\n    return x // 2\n\ndef step(x):\n    return 0\n\ndef last(x):\n    return x\n"

@Suite struct PythonModuleVerdictTests {
    @Test(
        "each function of a module is judged by its own checks, under its own name, isolated as a single function is",
        arguments: [
            (right, .passed, []), (right.replacing("2 * x", with: "x"), .failed, ["double"]),
            (right.replacing("return x // 2", with: "pass").replacing("return x\n", with: "raise ValueError()\n"), .failed, ["half", "last"]),
            (right.replacing("def half", with: "def other"), .interfaceViolation, ["half"]),
            (right + "print(", .compileError, ["double", "half", "last"]),
        ] as [(String, Verdict, Set<String>)])
    func verdicts(_ code: String, _ verdict: Verdict, _ failing: Set<String>) async throws {
        let report = try await Bench.verify(module(), ["solution.py": code])
        #expect(report.verdict == verdict, "\(report.findings.map(\.message))")
        #expect(report.tier == .aMinus)
        let passed = report.checks.filter { $0.status == .passed && $0.kind == .oracle }.map(\.id)
        #expect(Set(passed) == Set(["double", "half", "last"].filter { !failing.contains($0) }.map { "check/\($0)" }))
        if verdict == .failed { #expect(Set(report.findings.compactMap(\.test)) == Set(failing.map { "check/\($0)" })) }
    }

    @Test("the visible checks of a module are the examples of each function, and its own stub fails them")
    func visible() async throws {
        let half = try await Bench.verify(module(), ["solution.py": right.replacing("x // 2", with: "x")], scope: .visible)
        #expect(half.checks.filter { $0.kind == .oracle }.map { "\($0.id) \($0.status.rawValue)" } == ["examples/double passed", "examples/half failed"])
        #expect(half.findings.contains { $0.test == "examples/half" && !$0.hidden && $0.actual == "4" })
        #expect(try await Bench.verify(module(), ["solution.py": right], scope: .visible).verdict == .passed)
        #expect(try await Bench.verify(module(), module().stub.texts).verdict == .failed)
    }

    @Test("a call of any function of a module can be asked")
    func probed() async throws {
        let verifier = try await Bench.shared.value.verifier(for: module())
        let results = try await verifier.probe(Candidate(files: FileTree(["solution.py": right])), ["double(4)", "half(9)", "last('a')", "half(None)"])
        #expect(results?.map(\.value) == ["8", "4", "'a'", nil])
    }

    @Test("many modules judged together get the verdicts that they get alone")
    func together() async throws {
        let task = try module()
        let codes = [right, right.replacing("2 * x", with: "x"), right.replacing("return x // 2", with: "__import__('os')._exit(0)")]
        let candidates = try codes.map { (task: task, candidate: Candidate(files: try FileTree(["solution.py": $0]))) }
        let reports = try await Bench.shared.value.verify(candidates, scope: .full)
        #expect(reports.map(\.verdict) == [.passed, .failed, .crashed])
        #expect(reports[1].checks.filter { $0.kind == .oracle }.map(\.id) == ["check/double", "check/half", "check/last"])
    }

    @Test("the digest of a task of one function is what earlier versions stored, and a module's covers each test")
    func digests() throws {
        #expect(HiddenChecks(oracle: "x").digest == Digest.of(FileTree().digest, "x", "[]", ""))
        #expect(HiddenChecks(oracles: ["f": "x"]).digest != HiddenChecks(oracles: ["f": "y"]).digest)
        #expect(HiddenChecks(oracles: ["f": "x"]).digest != HiddenChecks(oracles: ["g": "x"]).digest)
        #expect(HiddenChecks(oracles: ["f": "# assay-canary-1"]).canaries == ["# assay-canary-1"])
    }
}
