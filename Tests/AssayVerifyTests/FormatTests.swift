import AssayCore
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import AssayVerify
import FoundationEssentials
import Testing

/// Suites in other people's formats, judged for real.
@Suite struct FormatTests {
    private func verdicts(_ name: String, _ answers: [String: String]) async throws -> [Verdict] {
        let suite = try SuiteLoader.load("\(Places.root)/fixtures/formats/\(name).jsonl")
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: suite.tasks.languages)
        var verdicts: [Verdict] = []
        for task in suite.tasks {
            let reference = try #require(task.reference)
            #expect(try await context.verifier(for: task).verify(Candidate(files: reference), scope: .full).verdict == .passed, "\(task.id)")
            let file = try #require(task.brief.singleDeliverable)
            let answer = try #require(answers[task.id])
            verdicts.append(try await context.verifier(for: task).verify(Candidate(files: try FileTree([file: answer])), scope: .full).verdict)
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
        let challenged = [
            "MBPP/1": "def sum_even(xs):\n    return sum(x for x in xs if x % 2 == 0 and x < 10**9)\n",
            "MBPP/2": "def distance(x, y):\n    return (x * x + y * y) ** 0.5\n",
        ]
        #expect(try await verdicts("mbpp", challenged) == [.failed, .passed])
    }

    @Test("Harbor: the task's own script judges, in a jail, by the reward that it leaves")
    func harbor() async throws {
        let folder = Places.root + "/fixtures/formats/harbor"
        let task = try #require(try SuiteLoader.load(folder).tasks.first)
        #expect(task.id == "count-lines" && task.brief.start.paths == ["data/data.txt"])
        #expect(task.form == .script(directory: "/app", seconds: 20))
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.shell])
        func report(_ code: String) async throws -> ReviewReport {
            try await context.verifier(for: task).verify(Candidate(files: try FileTree(["count.sh": code])), scope: .full)
        }
        let right = try await report("awk 'END { print NR }' \"$1\"\n")
        #expect(right.verdict == .passed && right.tier == .c, "\(right.findings)")
        #expect(try await report("echo 3\n").verdict == .failed)
        let silent = try await report("kill -9 $PPID; sleep 1\n")
        #expect(!silent.verdict.isSolved && silent.checks.contains { $0.id == "reward" && $0.status == .missing }, "\(silent.verdict) \(silent.findings)")
        #expect(try await context.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full).verdict == .failed)
    }

    @Test("Harbor: what needs an image is unjudgeable, with its line")
    func image() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["environment", "tests"] { try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true) }
        try Data("Do.".utf8).write(to: URL(filePath: folder + "/instruction.md"))
        try Data("exit".utf8).write(to: URL(filePath: folder + "/tests/test.sh"))
        for line in ["RUN make install", "COPY . /etc/", "ADD http://x/y /app"] {
            try Data("FROM x\n\(line)\n".utf8).write(to: URL(filePath: folder + "/environment/Dockerfile"))
            let task = try #require(try SuiteLoader.load(folder).tasks.first)
            let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.shell])
            let report = try await context.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full)
            #expect(report.verdict == .unjudgeable && report.findings.first?.message.contains("Dockerfile:2") == true, "\(report.findings)")
        }
    }

    @Test("Exercism: a track as its repository has it")
    func exercism() async throws {
        let task = try #require(try SuiteLoader.load(Places.root + "/fixtures/formats/exercism").tasks.first)
        #expect(task.id == "two-sum" && task.brief.deliverables == ["two_sum.py"] && task.brief.statement.contains("two different numbers"))
        #expect(task.brief.start[".meta/example.py"] == nil, "the example is nothing that a model may see")
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python])
        for (files, verdict) in [(try #require(task.reference), Verdict.passed), (task.stub, .failed)] {
            #expect(try await context.verifier(for: task).verify(Candidate(files: files), scope: .full).verdict == verdict)
        }
    }

    @Test("MultiPL-E: Swift programs, of a prompt, an answer and a test")
    func multiPLE() async throws {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/formats/multipl-e-swift.jsonl")
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.swift])
        func verdict(_ index: Int, _ body: String) async throws -> Verdict {
            let task = suite.tasks[index]
            let answer = (task.brief.prompt ?? "") + body
            return try await context.verifier(for: task).verify(Candidate(files: try FileTree(["solution.swift": answer])), scope: .full).verdict
        }
        #expect(try await verdict(0, "    return a + b\n") == .passed)
        #expect(try await verdict(0, "    return a\n") == .crashed)
        #expect(try await verdict(1, "    return items.last\n") == .passed)
        #expect(try await verdict(1, "    return items[items.count - 1]\n") == .crashed)
        #expect(try await verdict(1, "    return nothing\n") == .compileError)
    }

    @Test("MBPP shows its first test and keeps the others")
    func shown() throws {
        let task = try #require(try SuiteLoader.load(Places.root + "/fixtures/formats/mbpp.jsonl").tasks.first)
        #expect(task.brief.statement.contains("sum_even([1, 2, 4]) == 6") && !task.brief.statement.contains("[-2, 3]"))
        #expect(task.brief.examples == [Example(call: "sum_even([1, 2, 4])", expected: "6")])
        #expect(task.brief.interface.first?.signature == "def sum_even(xs):")
    }
}
