import AssayCore
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayVerify

/// A program of `fixtures/batch`.
private struct Neighbour: Sendable {
    var name: String
    var code: String
    /// Whether it is right only where a neighbour has left it something.
    var receives: Bool { name.hasPrefix("receives") }

    static func all(_ file: String, end: String = "") throws -> [Neighbour] {
        try Places.text("fixtures/batch/\(file).py").split(separator: "#%% ").dropFirst().map { part in
            let name = part.prefix { $0 != "\n" }
            return Neighbour(name: String(name), code: part.dropFirst(name.count) + end)
        }
    }
}

private let right = "def double(numbers):\n    return [2 * n for n in numbers]\n"

private func task(_ test: String, prompt: String = "def double(numbers):\n") throws -> CodingTask {
    let line = try JSON.line(["task_id": "T/0", "prompt": prompt, "entry_point": "double", "test": test])
    let folder = try Places.temporary()
    defer { ScratchFolder.remove(folder) }
    try Data((line + "\n").utf8).write(to: URL(filePath: folder + "/suite.jsonl"))
    return try SuiteLoader.load(folder + "/suite.jsonl").tasks[0]
}

private let doubling = "def check(candidate):\n    assert candidate([1, 2]) == [2, 4]\n    assert candidate([]) == []\n"

// One after the other: what is alone must not meet a limit for want of a processor.
@Suite(.serialized) struct NeighbourTests {
    private static let context = Task {
        try await VerificationContext(
            sandbox: JailSandbox(), languages: [.python], limits: SandboxLimits(wallSeconds: 60, cpuSeconds: 20, memoryBytes: 512 << 20))
    }

    /// Every attacker and every victim is in one pair; `benchmarks/integrity/pairs.py` judges all pairs.
    @Test("no attacker has a part in the verdict of the next candidate, or gets another one than alone")
    func pairs() async throws {
        let task = try task(doubling)
        let context = try await Self.context.value
        let attackers = try Neighbour.all("attackers", end: right)
        let victims = try Neighbour.all("victims")
        #expect(attackers.count >= 25 && victims.count >= 25 && attackers.count >= victims.count)
        let pairs = attackers.enumerated().flatMap { [$0.element, victims[$0.offset % victims.count]] }
        let reports = try await context.verify(
            pairs.map { (task, Candidate(files: try FileTree(["solution.py": $0.code]))) }, scope: .full)
        for (index, neighbour) in pairs.enumerated() where index % 2 == 1 {
            let verdict = reports[index].verdict
            #expect(verdict == (neighbour.receives ? .failed : .passed), "\(pairs[index - 1].name), then \(neighbour.name)")
        }
        for (index, attacker) in attackers.enumerated() {
            let alone = try await context.verifier(for: task).judge(Candidate(files: FileTree(["solution.py": attacker.code])), .full)
            #expect(reports[2 * index].verdict == alone.verdict, "\(attacker.name)")
        }
    }

    @Test("what fails in a batch and passes alone has passed, and the report says that they differ")
    func differs() async throws {
        // Not a neighbour's doing, but the one thing that a batch cannot hide: which modules are loaded already.
        let code = "import sys\ndef double(numbers):\n    return None if 'candidate_jail' in sys.modules else [2 * n for n in numbers]\n"
        let task = try task(doubling)
        let reports = try await Self.context.value.verify(
            [right, code, right].map { (task, Candidate(files: try FileTree(["solution.py": $0]))) }, scope: .full)
        #expect(reports.map(\.verdict) == [.passed, .passed, .passed])
        #expect(reports.map { $0.findings.map(\.rule) } == [[], ["batch-differs"], []])
    }

    @Test(
        "an exception is met by every class above it, wherever it is defined",
        arguments: [
            ("ValueError", "raise ValueError('x')", true),
            ("ValueError", "class Odd(ValueError): pass\n    raise Odd('x')", true),
            ("LookupError", "class Odd(ValueError, KeyError): pass\n    raise Odd('x')", true),
            ("KeyError", "class Odd(ValueError, KeyError): pass\n    raise Odd('x')", true),
            ("ValueError", "import json\n    json.loads('{')", true),
            ("json.JSONDecodeError", "import json\n    json.loads('{')", true),
            ("UnicodeDecodeError", "b'\\xff'.decode()", true),
            ("decimal.InvalidOperation", "import decimal\n    decimal.Decimal('x')", true),
            ("Refused", "raise Refused('x')", true),
            ("ValueError", "kind = ValueError\n    for _ in range(20): kind = type('Odd', (kind,), {})\n    raise kind('x')", true),
            ("KeyError", "raise ValueError('x')", false),
            ("ValueError", "class Odd(Exception): pass\n    raise Odd('x')", false),
            ("AssertionError", "raise ValueError('x')", false), ("AssertionError", "assert False", true),
        ])
    func exceptions(_ expected: String, _ body: String, _ isMet: Bool) async throws {
        let prompt = "class Refused(Exception):\n    pass\n\ndef double(numbers):\n"
        let test = """
            import decimal, json
            def check(candidate):
                seen = False
                try:
                    candidate([])
                except \(expected):
                    seen = True
                assert seen
            """
        let task = try task(test, prompt: prompt)
        let candidate = Candidate(files: try FileTree(["solution.py": prompt + "    \(body)\n"]))
        let context = try await Self.context.value
        let alone = try await context.verifier(for: task).judge(candidate, .full)
        #expect(alone.verdict == (isMet ? .passed : .failed), "\(alone.findings.map(\.message))")
    }
}
