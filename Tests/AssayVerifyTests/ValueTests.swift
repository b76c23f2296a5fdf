import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayVerify

/// A function with a test whose values plain data does not carry, as `fixtures/values/forms.py` has it.
private struct Form: Sendable {
    let name: String
    let verdict: Verdict
    let solution: String
    let test: String
    let prelude: String

    init(_ section: Substring) throws {
        let lines = section.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        name = String(lines[0]).trimmed
        verdict = try #require(Verdict(rawValue: String(lines[1].dropFirst(2)).trimmed))
        let parts = String(lines[2]).components("#-- test\n")
        let rest = try #require(parts.last).components("#-- prelude\n")
        (solution, test, prelude) = (parts[0], rest[0], rest.count > 1 ? rest[1] : "")
    }

    var task: CodingTask {
        CodingTask(
            brief: TaskBrief(id: name, title: name, statement: "", language: .python, deliverables: ["solution.py"]),
            form: .pythonFunction(entryPoint: "f", prelude: prelude), hidden: HiddenChecks(oracle: test))
    }

    static func all() throws -> [Form] {
        let text = try String(contentsOfFile: Places.root + "/fixtures/values/forms.py", encoding: .utf8)
        return try text.components("#%%").dropFirst().map { try Form(Substring($0)) }
    }
}

extension String {
    fileprivate func components(_ mark: String) -> [String] { self.split(separator: mark, omittingEmptySubsequences: false).map(String.init) }
}

@Suite("values of Python functions") struct ValueTests {
    @Test("right answers pass whatever values their tests use, wrong ones fail, and what cannot travel is unjudgeable", arguments: 0..<4)
    func forms(_ part: Int) async throws {
        let forms = try Form.all().enumerated().filter { $0.offset % 4 == part }.map(\.element)
        #expect(forms.count > 20)
        let context = try await Bench.shared.value
        let items = try forms.map { (task: $0.task, candidate: Candidate(files: try FileTree(["solution.py": $0.solution]))) }
        for (form, report) in zip(forms, try await context.verify(items, scope: .full)) {
            #expect(report.verdict == form.verdict, "\(form.name): \(report.findings.map(\.message))")
            if form.verdict == .unjudgeable { #expect(report.findings.contains { $0.message.hasPrefix("cannot be judged from another process: ") }) }
        }
    }

    @Test(
        "asked again in another order and other surroundings, right answers still pass",
        arguments: ["sort in place", "infinite generator", "nested rows", "printed", "dataclass", "generator mutates"])
    func again(_ name: String) async throws {
        let form = try #require(try Form.all().first { $0.name == name })
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python], limits: Bench.limits, differential: true)
        let report = try await context.verifier(for: form.task).verify(
            Candidate(files: FileTree(["solution.py": form.solution])), scope: .full)
        #expect(report.verdict == .passed, "\(report.findings.map(\.message))")
    }

    /// Answers to `assert f(a) == sorted(a)`, which whoever empties the list passes in the test's own process.
    @Test(
        "changes of arguments count where the reference needs them, and hide nothing where it does not",
        arguments: [
            ("def f(a):\n    a.clear()\n    return a\n", "return f(a) == sorted(a)", "def f(a):\n    return sorted(a)\n", Verdict.failed),
            (
                "def f(a):\n    for r in a: r.clear()\n    return a\n", "b = [a]\n    return f(b) == [sorted(a)]",
                "def f(a):\n    return [sorted(r) for r in a]\n", .failed
            ),
            ("def f(a):\n    a.sort()\n    return a\n", "return f(a) == sorted(a)", "def f(a):\n    return sorted(a)\n", .passed),
            ("def f(a):\n    a.sort()\n", "f(a)\n    return a == [1, 3]", "def f(a):\n    a[:] = sorted(a)\n", .passed),
            ("def f(a):\n    return sorted(a)\n", "f(a)\n    return a == [1, 3]", "def f(a):\n    a[:] = sorted(a)\n", .failed),
        ])
    func changes(_ solution: String, _ ends: String, _ reference: String, _ verdict: Verdict) async throws {
        let test = "def ends(f):\n    a = [3, 1]\n    \(ends)\ndef check(f):\n    assert ends(f)\n"
        let task = CodingTask(
            brief: TaskBrief(id: "f", title: "f", statement: "", language: .python, deliverables: ["solution.py"]),
            form: .pythonFunction(entryPoint: "f", prelude: ""), hidden: HiddenChecks(oracle: test),
            reference: try FileTree(["solution.py": reference]))
        let report = try await Bench.verify(task, ["solution.py": solution])
        #expect(report.verdict == verdict, "\(report.findings.map(\.message))")
    }

    @Test(
        "what comes over the membrane and is no value is a forgery",
        arguments: [
            "['given', 99]", "['again', 5]", "['value', 'fractions.Fraction', '1/0']", "['defaultdict', [], 5]", "['deque', [], -1]", "['member', 'solution']",
            "['more', 1, -1, 2]", "['error', 5]", "['OrderedDict', [[['list', []], 1]]]", "['exec', '1']", "['mine', 7]",
        ])
    func forgeries(_ data: String) async throws {
        let solution = "import sys\ndef f(x):\n    sys.modules['__main__']._encode = lambda *rest: \(data)\n    return 1\n"
        let task = CodingTask(
            brief: TaskBrief(id: "f", title: "f", statement: "", language: .python, deliverables: ["solution.py"]),
            form: .pythonFunction(entryPoint: "f", prelude: ""), hidden: HiddenChecks(oracle: "def check(f):\n    assert f(bytearray(b'x')) == 1\n"))
        let report = try await Bench.verify(task, ["solution.py": solution])
        #expect(report.verdict == .tamperingSuspected, "\(report.findings.map(\.message))")
    }

    @Test("where the reference fails a test across the membrane as well, the test is unjudgeable")
    func references() async throws {
        let solution = try FileTree(["solution.py": "def double(n):\n    return 2 * n\n"])
        let task = CodingTask(
            brief: TaskBrief(id: "f", title: "f", statement: "", language: .python, deliverables: ["solution.py"]),
            form: .pythonFunction(entryPoint: "double", prelude: ""), hidden: HiddenChecks(oracle: "def check(f):\n    assert f(lambda: 3) == 6\n"),
            reference: solution)
        #expect(try await Bench.shared.value.verifier(for: task).verify(Candidate(files: solution), scope: .full).verdict == .unjudgeable)
    }
}
