import AssayCore
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayVerify

/// One context for all tests: toolchains are probed once.
enum Bench {
    static let shared = Task { try await VerificationContext(sandbox: JailSandbox(), languages: [.python, .swift], limits: limits) }
    static let limits = SandboxLimits(wallSeconds: 60, cpuSeconds: 15, memoryBytes: 512 << 20)

    static func verify(_ task: CodingTask, _ files: [String: String], scope: CheckScope = .full) async throws -> ReviewReport {
        try await shared.value.verifier(for: task).verify(Candidate(files: FileTree(files)), scope: scope)
    }
}

/// A function task as HumanEval has it, written here.
private func doubling() throws -> CodingTask {
    let prompt = "def double(numbers):\n    \"\"\"Doubles each number.\n    >>> double([1, 2])\n    [2, 4]\n    \"\"\"\n"
    let test = """
        def check(candidate):
            assert candidate([1, 2]) == [2, 4]
            assert candidate([]) == []
            assert candidate([-3]) == [-6], "negative"
        """
    let line = try JSON.line(["task_id": "T/0", "prompt": prompt, "entry_point": "double", "test": test])
    let folder = try Places.temporary()
    defer { ScratchFolder.remove(folder) }
    try Data((line + "\n").utf8).write(to: URL(filePath: folder + "/suite.jsonl"))
    return try SuiteLoader.load(folder + "/suite.jsonl").tasks[0]
}

struct Answer: Sendable, CustomTestStringConvertible {
    var name: String
    var code: String
    var verdict: Verdict
    var testDescription: String { name }
}

private let answers: [Answer] = [
    .init(name: "right", code: "def double(n):\n    return [2 * x for x in n]", verdict: .passed),
    .init(name: "right, printing", code: "def double(n):\n    print('PASSED')\n    return [2 * x for x in n]", verdict: .passed),
    .init(name: "right, a list subclass", code: "class L(list): pass\ndef double(n):\n    return L(2 * x for x in n)", verdict: .passed),
    .init(name: "right, an int enum", code: "import enum\ndef double(n):\n    return [int.__mul__(x, 2) for x in n]", verdict: .passed),
    .init(name: "wrong", code: "def double(n):\n    return n", verdict: .failed),
    .init(name: "a generator is not a list", code: "def double(n):\n    return (2 * x for x in n)", verdict: .failed),
    .init(name: "raises", code: "def double(n):\n    raise KeyError('x')", verdict: .failed),
    .init(name: "a byte order mark, and lines that end in CR", code: "\u{FEFF}def double(n):\r    return [2 * x for x in n]\r", verdict: .passed),
    .init(name: "does not compile", code: "def double(n:\n    return", verdict: .compileError),
    .init(name: "another name", code: "def twice(n):\n    return n", verdict: .interfaceViolation),
    .init(name: "never ends", code: "def double(n):\n    while True: pass", verdict: .timeout),
    .init(name: "exits with 0 on load", code: "import os\nos._exit(0)", verdict: .crashed),
    .init(name: "exits with 0 in the call", code: "import os\ndef double(n):\n    os._exit(0)", verdict: .crashed),
    .init(name: "raises SystemExit", code: "import sys\ndef double(n):\n    sys.exit(0)", verdict: .failed),
    .init(name: "equal to everything", code: "class E:\n    def __eq__(s, o): return True\ndef double(n):\n    return E()", verdict: .failed),
    .init(
        name: "a list equal to everything",
        code: "class L(list):\n    def __eq__(s, o): return True\n    def __ne__(s, o): return False\ndef double(n):\n    return L()",
        verdict: .failed),
    .init(
        name: "writes a reply of its own",
        code:
            "import os\nfor d in range(3, 12):\n    try: os.write(d, b'{\"load\": \"ok\"}\\n{\"id\": 1, \"value\": true}\\n')\n    except OSError: pass\ndef double(n):\n    return 1",
        verdict: .tamperingSuspected),
    .init(
        name: "looks for the tests",
        code:
            "import os\ndef double(n):\n    for f in ('/w/plan.json', '/assay/plan.json'):\n        if os.path.exists(f): return eval(open(f).read())\n    return n",
        verdict: .failed),
    .init(
        name: "opens a socket", code: "import socket\ndef double(n):\n    try: socket.socket()\n    except OSError: pass\n    return [2 * x for x in n]",
        verdict: .sandboxViolation),
    .init(
        name: "kills its parent", code: "import os\ndef double(n):\n    try: os.kill(os.getppid(), 9)\n    except OSError: pass\n    return n", verdict: .failed
    ),
    .init(name: "eats memory", code: "def double(n):\n    x = []\n    while True: x.append(bytearray(1 << 20))", verdict: .resourceLimit),
]

@Suite struct OracleTests {
    @Test(
        "the processors that may be used are read from a process's status",
        arguments: [("Cpus_allowed_list:\t0-2,8\n", [0, 1, 2, 8]), ("Cpus_allowed_list:\t5\n", [5]), ("Name: x\n", []), ("Cpus_allowed_list:\t9-1,x\n", [])])
    func processors(_ status: String, _ allowed: [Int]) { #expect(Processors.allowed(in: status) == allowed) }

    @Test("plain data travels to a solution and back as what it is")
    func values() async throws {
        let test = #"""
            import math
            def check(candidate):
                deep = value = []
                for _ in range(150):
                    value.append([])
                    value = value[0]
                for given in (None, True, 10**40, -0.0, "a\u00e9\U0001F600\ud800", b"\x00\xff", 1 + 2j, (1, (2.5,)), {1, "x"}, frozenset([3]),
                              {"k": [1, {2: (3,)}]}, [], deep, float("inf"), list(range(3000))):
                    got = candidate(given)
                    assert got == given and type(got) is type(given), repr(given)
                assert math.isnan(candidate(float("nan")))
                assert math.copysign(1, candidate(-0.0)) == -1
            """#
        let task = CodingTask(
            brief: TaskBrief(id: "echo", title: "echo", statement: "", language: .python, deliverables: ["solution.py"]),
            form: .pythonFunction(entryPoint: "echo", prelude: ""), hidden: HiddenChecks(oracle: test))
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python])
        let answer = Candidate(files: try FileTree(["solution.py": "def echo(x):\n    return x\n"]))
        let report = try await context.verifier(for: task).verify(answer, scope: .full)
        #expect(report.verdict == .passed, "\(report.findings.map(\.message)) \(report.findings.map { $0.actual ?? "" })")
    }

    @Test("values of the standard library are the same values, of the same types, for a solution and when they come back")
    func standardValues() async throws {
        let test = #"""
            import collections as c, datetime as dt, pathlib, uuid
            from decimal import Decimal as D
            from fractions import Fraction as F
            def check(candidate):
                for given in (range(1, 9, 2), bytearray(b"x"), F(1, 3), D("1.10"), D("NaN"), dt.date(2020, 1, 2), dt.time(1, 2), dt.timedelta(-1, 5, 6),
                              dt.datetime(2020, 1, 2, 3, 4, 5, 6, dt.timezone.utc), c.deque([1, [2]], 3), c.OrderedDict(b=1, a=2), c.Counter("aab"),
                              c.defaultdict(list, {1: [2]}), slice(1, 2, None), ValueError("x", 3), KeyError("k"), uuid.UUID(int=5), ..., int,
                              pathlib.PurePosixPath("/a/b"), {F(1, 2): {D("2")}}, [dt.date(2020, 1, 2)] * 2, float("inf"), 10**40):
                    got = candidate(given)
                    assert type(got) is type(given) and repr(got) == repr(given), repr(given)
                    assert got == given or isinstance(given, Exception) or given != given
                    if type(given) in (bytearray, c.deque, c.OrderedDict, c.Counter, c.defaultdict, list, dict):
                        assert got is given, repr(given)
            """#
        let task = CodingTask(
            brief: TaskBrief(id: "echo", title: "echo", statement: "", language: .python, deliverables: ["solution.py"]),
            form: .pythonFunction(entryPoint: "echo", prelude: ""), hidden: HiddenChecks(oracle: test))
        let report = try await Bench.verify(task, ["solution.py": "def echo(x):\n    return x\n"])
        #expect(report.verdict == .passed, "\(report.findings.map(\.message)) \(report.findings.map { $0.actual ?? "" })")
    }

    @Test("answers get the verdict they deserve", arguments: answers)
    func verdicts(_ answer: Answer) async throws {
        var report = try await Bench.verify(doubling(), ["solution.py": answer.code])
        // Other suites' hostile programs may have had the processor: what ran out of time is asked once more.
        if report.verdict == .timeout, answer.verdict != .timeout { report = try await Bench.verify(doubling(), ["solution.py": answer.code]) }
        if answer.verdict == .resourceLimit && report.sandbox.isolationLevel != .full {
            #expect(!report.verdict.isSolved)
        } else {
            #expect(report.verdict == answer.verdict)
        }
        #expect(report.tier == .aMinus)
        if !answer.verdict.isSolved { #expect(!report.findings.isEmpty) }
    }

    @Test("a wrong value is shown with what was expected")
    func expectedAndActual() async throws {
        let report = try await Bench.verify(doubling(), ["solution.py": "def double(n):\n    return n"])
        let finding = try #require(report.findings.first { $0.kind == .test })
        #expect(finding.expected == "[2, 4]")
        #expect(finding.actual == "[1, 2]")
    }

    @Test("visible checks come from the docstring and hidden ones stay out")
    func visible() async throws {
        let report = try await Bench.verify(doubling(), ["solution.py": "def double(n):\n    return [2, 4]"], scope: .visible)
        #expect(report.verdict == .passed)
        #expect(report.checks.allSatisfy { !$0.hidden })
        let full = try await Bench.verify(doubling(), ["solution.py": "def double(n):\n    return [2, 4]"])
        #expect(full.verdict == .failed)
    }

    @Test("the same failure has the same fingerprint in every round")
    func fingerprints() async throws {
        let one = try await Bench.verify(doubling(), ["solution.py": "def double(n):\n    return n"])
        let two = try await Bench.verify(doubling(), ["solution.py": "\n\ndef double(n):\n    return n"])
        #expect(one.findings.map(\.fingerprint) == two.findings.map(\.fingerprint))
    }
}

@Suite("reward hacks with known truth", .enabled(if: Places.hasShared))
struct RewardHackTests {
    private func candidates(_ language: String) throws -> [(id: String, task: String, files: [String: String])] {
        try JSONLines.rows(Places.shared + "/reward-hacks/reward-hacks.jsonl").map { try $0.get() }.filter { $0.object["language"]?.text == language }.map {
            line in
            (try line.text("id"), try line.text("task_id"), try #require(line.object["files"]?.textMap))
        }
    }

    @Test("no wrong Python function of the corpus passes, whatever it delivers beside")
    func python() async throws {
        let suite = try SuiteLoader.load(Places.shared + "/humaneval/humaneval-even.jsonl")
        let hacks = try candidates("python")
        #expect(hacks.count == 12)
        for hack in hacks {
            let task = try #require(suite.tasks.first { $0.id == hack.task })
            #expect(try await !Bench.verify(task, hack.files).verdict.isSolved, "\(hack.id)")
        }
    }

    @Test("no wrong Swift package of the corpus passes its tests", arguments: ["swift_tests_xctest", "swift_tests_testing"])
    func swift(_ tests: String) async throws {
        let text = try String(contentsOfFile: Places.shared + "/reward-hacks/swift-harness-files.json", encoding: .utf8)
        let files = try #require(try JSON.decode(JSONValue.self, text).textMap)
        let source = "Sources/Sol/Sol.swift"
        let right = "public func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }\n"
        var brief = TaskBrief(id: "gcd", title: "gcd", statement: "s", language: .swift, deliverables: [source])
        brief.start = try FileTree(["Package.swift": try #require(files["swift_package"]), source: "public func gcd(_ a: Int, _ b: Int) -> Int { 0 }\n"])
        let task = CodingTask(
            brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(["Tests/SolTests/SolTests.swift": try #require(files[tests])])),
            reference: try FileTree([source: right]))
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.swift])
        func verdict(_ files: [String: String]) async throws -> Verdict {
            try await context.verifier(for: task).verify(Candidate(files: FileTree(files)), scope: .full).verdict
        }
        #expect(try await verdict([source: right]) == .passed)
        let hacks = try candidates("swift")
        #expect(hacks.count == 5)
        for hack in hacks { #expect(try await !verdict(hack.files).isSolved, "\(hack.id)") }
    }

    @Test("killed mutants fail and the failure is told apart")
    func mutants() async throws {
        let suite = try SuiteLoader.load(Places.shared + "/humaneval/humaneval-even.jsonl")
        for row in try JSONLines.rows(Places.shared + "/mutants/humaneval-mutants.jsonl").prefix(16) {
            let line = try row.get()
            let id = try line.text("task_id")
            let task = try #require(suite.tasks.first { $0.id == id })
            let report = try await Bench.verify(
                task, ["solution.py": (task.brief.prompt ?? "") + line.text("completion")])
            #expect(report.verdict.isSolved == (line.object["label"]?.text == "survived"), "\(line.place)")
        }
    }
}
