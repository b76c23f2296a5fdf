import AssayCore
import AssaySandbox
import AssaySuites
import AssayTestSupport
import AssayVerify
import Testing

/// Suites in other people's formats, judged for real.
@Suite struct FormatTests {
    private func verdicts(_ name: String, _ answers: [String: String]) async throws -> [Verdict] {
        let suite = try SuiteLoader.load("\(Places.root)/fixtures/formats/\(name).jsonl")
        let bench = try await VerificationBench(sandbox: JailSandbox(), languages: suite.tasks.languages)
        var verdicts: [Verdict] = []
        for task in suite.tasks {
            let reference = try #require(task.reference)
            #expect(try await bench.verifier(for: task).verify(Candidate(files: reference), scope: .full).verdict == .passed, "\(task.id)")
            let file = try #require(task.brief.singleDeliverable)
            let answer = try #require(answers[task.id])
            verdicts.append(try await bench.verifier(for: task).verify(Candidate(files: try FileTree([file: answer])), scope: .full).verdict)
        }
        return verdicts
    }

    @Test("EvalPlus: the further inputs tell a wrong solution, and 1.0 is not 1")
    func evalPlus() async throws {
        let wrong = ["Own/0": "def mean(xs):\n    return sum(xs) / len(xs)\n", "Own/1": "def kind(x):\n    return 'int' if x == 1 else type(x).__name__\n"]
        #expect(try await verdicts("evalplus", wrong) == [.failed, .failed])
        let near = ["Own/0": "def mean(xs):\n    return sum(xs) / len(xs) + 1e-9 if xs else 0\n", "Own/1": "def kind(x):\n    return x.__class__.__name__\n"]
        #expect(try await verdicts("evalplus", near) == [.passed, .passed])
    }

    @Test("MBPP: published and sanitized problems, their setup and challenge tests")
    func mbpp() async throws {
        let wrong = ["MBPP/1": "def sum_even(xs):\n    return sum(filter(lambda x: not x % 2, xs))\n", "MBPP/2": "def distance(x, y):\n    return x + y\n"]
        #expect(try await verdicts("mbpp", wrong) == [.passed, .failed])
        let challenged = ["MBPP/1": "def sum_even(xs):\n    return sum(x for x in xs if x % 2 == 0 and x < 10**9)\n", "MBPP/2": "def distance(x, y):\n    return (x * x + y * y) ** 0.5\n"]
        #expect(try await verdicts("mbpp", challenged) == [.failed, .passed])
    }

    @Test("MBPP shows its first test and keeps the others")
    func shown() throws {
        let task = try #require(try SuiteLoader.load(Places.root + "/fixtures/formats/mbpp.jsonl").tasks.first)
        #expect(task.brief.statement.contains("sum_even([1, 2, 4]) == 6") && !task.brief.statement.contains("[-2, 3]"))
        #expect(task.brief.examples == [Example(call: "sum_even([1, 2, 4])", expected: "6")])
        #expect(task.brief.interface.first?.signature == "def sum_even(xs):")
    }
}
