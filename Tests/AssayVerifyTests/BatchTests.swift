import AssayCore
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import AssayVerify
import FoundationEssentials
import Testing

/// A solution of "double every number", as honest and hostile authors write it.
private let answers: [(name: String, code: String)] = [
    ("right", "def double(numbers):\n    return [2 * n for n in numbers]\n"),
    ("wrong", "def double(numbers):\n    return numbers\n"),
    ("raises", "def double(numbers):\n    return numbers / 0\n"),
    ("does not compile", "def double(numbers)\n    return numbers\n"),
    ("defines nothing", "x = 1\n"),
    ("imports much", "import decimal, statistics, datetime\ndef double(numbers):\n    return [int(decimal.Decimal(2) * n) for n in numbers]\n"),
    (
        "writes a file",
        "import tempfile\ndef double(numbers):\n    with tempfile.NamedTemporaryFile() as f:\n        f.write(b'x')\n    return [2 * n for n in numbers]\n"
    ),
    (
        "leaves files",
        "import os\nimport tempfile\nd = tempfile.mkdtemp()\nos.symlink('/usr', d + '/u')\nos.chmod(d, 0)\ndef double(numbers):\n    return [2 * n for n in numbers]\n"
    ),
    ("exits", "import os\ndef double(numbers):\n    os._exit(0)\n"),
    ("never returns", "def double(numbers):\n    while True: pass\n"),
    ("kills its parent", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\ndef double(numbers):\n    return [2 * n for n in numbers]\n"),
    (
        "kills everyone",
        "import os, signal\ntry: os.kill(-1, signal.SIGKILL)\nexcept OSError: pass\ndef double(numbers):\n    return [2 * n for n in numbers]\n"
    ),
    (
        "leaves a daemon",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    while True: time.sleep(1)\ndef double(numbers):\n    return [2 * n for n in numbers]\n"
    ),
    (
        "reads the others",
        "import os\nfound = ''\nfor n in range(100):\n    try: found = found or open(f'/w/{n}/solution.py').read()\n    except OSError: pass\nif found: exec(found)\nelse:\n    def double(numbers): return None\n"
    ),
    (
        "talks on every descriptor",
        "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'e\\x00\\x00\\x00\\x00')\n    except OSError: pass\ndef double(numbers):\n    return [2 * n for n in numbers]\n"
    ),
    ("is denied a socket", "import socket\ndef double(numbers):\n    try: socket.socket()\n    except OSError: pass\n    return [2 * n for n in numbers]\n"),
    ("right again", "def double(numbers):\n    return [n + n for n in numbers]\n"),
]

@Suite struct BatchTests {
    fileprivate static func task() throws -> CodingTask {
        let test = "def check(candidate):\n    assert candidate([1, 2]) == [2, 4]\n    assert candidate([]) == []\n"
        let line = try JSON.line(["task_id": "T/0", "prompt": "def double(numbers):\n", "entry_point": "double", "test": test])
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data((line + "\n").utf8).write(to: URL(filePath: folder + "/suite.jsonl"))
        return try SuiteLoader.load(folder + "/suite.jsonl").tasks[0]
    }

    fileprivate static let context = Task {
        try await VerificationContext(
            sandbox: JailSandbox(), languages: [.python], limits: SandboxLimits(wallSeconds: 8, cpuSeconds: 4, memoryBytes: 256 << 20))
    }

    @Test("judged together, every solution gets the verdict that it gets alone")
    func together() async throws {
        let task = try Self.task()
        let context = try await Self.context.value
        let candidates = try answers.map { (task: task, candidate: Candidate(files: try FileTree(["solution.py": $0.code]))) }
        let together = try await context.verify(candidates, scope: .full)
        for (index, answer) in answers.enumerated() {
            let alone = try await context.verifier(for: task).verify(candidates[index].candidate, scope: .full)
            #expect(together[index].verdict == alone.verdict, "\(answer.name)")
            #expect(together[index].failing == alone.failing, "\(answer.name)")
            #expect(together[index].tier == alone.tier, "\(answer.name)")
            // What a finding says may differ where a process ended, never where a value was wrong.
            if [.failed, .compileError].contains(alone.verdict) {
                #expect(together[index].findings.map(\.fingerprint) == alone.findings.map(\.fingerprint), "\(answer.name)")
            }
        }
        #expect(together[13].verdict == .failed, "the solutions of others cannot be read")
        #expect(together[0].verdict == .passed && together[16].verdict == .passed)
        #expect(together[15].verdict == .sandboxViolation, "and nobody else is blamed")
    }

    @Test("a cached verdict is the same and says that it is cached; another limit is another verdict")
    func cached() async throws {
        let task = try Self.task()
        let candidate = Candidate(files: try FileTree(["solution.py": answers[1].code + "# \(UUID().uuidString)\n"]))
        func verify(_ seconds: Double) async throws -> ReviewReport {
            try await VerificationContext(
                sandbox: JailSandbox(), languages: [.python], limits: SandboxLimits(wallSeconds: seconds), cache: VerdictCache()
            ).verifier(for: task).verify(candidate, scope: .full)
        }
        let first = try await verify(60)
        let second = try await verify(60)
        #expect(first.cached == nil && second.cached == true)
        #expect(second.findings == first.findings && second.verdict == first.verdict && second.checks == first.checks)
        #expect(try await verify(61).cached == nil)
    }

    @Test("a solution that is right only sometimes is flaky")
    func flaky() async throws {
        let task = try Self.task()
        let code = "import os, time\ndef double(numbers):\n    return [2 * n for n in numbers] if time.monotonic_ns() // 1000 % 2 else None\n"
        let candidate = Candidate(files: try FileTree(["solution.py": code]))
        let report = try await Self.context.value.verifier(for: task).verify(candidate, scope: .full, reruns: 60)
        #expect(report.verdict == .flaky && report.findings.first?.rule == "flaky")
    }

    @Test("samples that are no functions of Python are judged one by one, without Python's toolchain")
    func withoutPython() async throws {
        let brief = TaskBrief(id: "c", title: "c", statement: "c", language: .c, deliverables: ["solution.c"])
        let task = CodingTask(
            brief: brief, form: .program(prefix: "", example: ""),
            hidden: HiddenChecks(oracle: "int main(void) { return twice(2) == 4 ? 0 : 1; }\n"))
        let context = try await VerificationContext.open(for: [task], sandbox: JailSandbox())
        let reports = try await context.verify(
            ["int twice(int n) { return 2 * n; }\n", "int twice(int n) { return n; }\n"].map { code in
                (task, Candidate(files: try FileTree(["solution.c": code])))
            }, scope: .full)
        #expect(reports.map(\.verdict) == [.passed, .failed])
    }
}
