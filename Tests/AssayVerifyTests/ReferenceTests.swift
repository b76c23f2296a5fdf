import AssayCore
import AssaySandbox
import AssaySupport
import FoundationEssentials
import Testing

@testable import AssayVerify

/// Python functions whose task brings a reference, which may fail the task's own test.
@Suite struct ReferenceTests {
    private struct Case: Sendable {
        let name: String
        let reference: String?
        /// The verdict of an answer that fails the test.
        let verdict: Verdict
    }

    private static let cases = [
        Case(name: "fails as well", reference: "def f(x):\n    return 3\n", verdict: .unjudgeable),
        Case(name: "raises", reference: "def f(x):\n    return [][x]\n", verdict: .unjudgeable),
        Case(name: "passes", reference: "def f(x):\n    return 4\n", verdict: .failed), Case(name: "is not there", reference: nil, verdict: .failed),
        Case(name: "fails by chance", reference: "import time\ndef f(x):\n    return time.time_ns()\n", verdict: .failed),
        Case(
            name: "fails differently", reference: "import os\ndef f(x):\n    raise ValueError(os.urandom(9).hex())\n", verdict: .failed),
        Case(name: "ends", reference: "import os\ndef f(x):\n    os._exit(0)\n", verdict: .failed),
        Case(name: "never loads", reference: "def f(x:\n", verdict: .failed),
    ]

    private func task(_ item: Case) throws -> CodingTask {
        CodingTask(
            brief: TaskBrief(id: item.name, title: item.name, statement: "", language: .python, deliverables: ["solution.py"]),
            form: .pythonFunction(entryPoint: "f", prelude: ""), hidden: HiddenChecks(oracle: "def check(f):\n    assert f(2) == 4\n"),
            reference: try item.reference.map { try FileTree(["solution.py": $0]) })
    }

    @Test("a test that the task's own reference fails, each time alike, judges nobody but who passes it", arguments: [true, false])
    func references(_ together: Bool) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python], limits: Bench.limits)
        let answers = try [5, 4, 5].map { Candidate(files: try FileTree(["solution.py": "def f(x):\n    return \($0)\n"])) }
        var items: [(task: CodingTask, candidate: Candidate)] = []
        for item in Self.cases { for answer in answers { items.append((try task(item), answer)) } }
        var reports: [ReviewReport] = []
        if together {
            reports = try await context.verify(items, scope: .full)
        } else {
            for item in items { reports.append(try await context.verifier(for: item.task).verify(item.candidate, scope: .full)) }
        }
        for (number, report) in reports.enumerated() {
            let item = Self.cases[number / 3]
            let expected = number % 3 == 1 ? .passed : item.verdict
            #expect(report.verdict == expected, "\(item.name): \(report.findings.map(\.message))")
            if expected == .unjudgeable { #expect(report.findings.contains { $0.message.contains("the reference does not pass this test either") }) }
        }
    }
}
