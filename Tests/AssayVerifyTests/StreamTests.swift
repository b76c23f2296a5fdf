import AssayCore
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayToolchains
@testable import AssayVerify

/// Whole programs, judged by what they write for what they read.
@Suite struct StreamTests {
    struct Program: Sendable, CustomTestStringConvertible {
        var language: Language
        var file: String
        var text: String
        var testDescription: String { language.rawValue }
    }

    /// Adds the whole numbers of its input; ends with an error when there is none.
    static let adders = [
        Program(
            language: .python, file: "add.py",
            text: "import sys\nwords = sys.stdin.read().split()\nif not words: sys.exit(3)\nprint(sum(map(int, words)), '')\n"),
        Program(
            language: .javascript, file: "add.js",
            text: "const words = require('fs').readFileSync(0, 'utf8').split(/\\s+/).filter(Boolean);\n"
                + "if (!words.length) process.exit(3);\nconsole.log(words.reduce((a, b) => a + Number(b), 0));\n"),
        Program(
            language: .typescript, file: "add.ts",
            text: "import * as fs from 'fs';\nconst words: string[] = fs.readFileSync(0, 'utf8').split(/\\s+/).filter(Boolean);\n"
                + "if (!words.length) process.exit(3);\nconsole.log(words.reduce((a: number, b) => a + Number(b), 0));\n"),
        Program(
            language: .c, file: "add.c",
            text: "#include <stdio.h>\nint main(void) {\n    long n, sum = 0;\n    int any = 0;\n"
                + "    while (scanf(\"%ld\", &n) == 1) { sum += n; any = 1; }\n    if (!any) return 3;\n    printf(\"%ld\\n\", sum);\n}\n"),
        Program(
            language: .cpp, file: "add.cpp",
            text: "#include <iostream>\nint main() {\n    long n, sum = 0;\n    bool any = false;\n"
                + "    while (std::cin >> n) { sum += n; any = true; }\n    if (!any) return 3;\n    std::cout << sum;\n}\n"),
        Program(
            language: .rust, file: "add.rs",
            text: "use std::io::Read;\nfn main() {\n    let mut text = String::new();\n    std::io::stdin().read_to_string(&mut text).unwrap();\n"
                + "    let all: Vec<i64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();\n"
                + "    if all.is_empty() { std::process::exit(3); }\n    println!(\"{}\", all.iter().sum::<i64>());\n}\n"),
        Program(
            language: .swift, file: "add.swift",
            text: "import Glibc\nvar all: [Int] = []\nwhile let line = readLine() { all += line.split(separator: \" \").compactMap { Int($0) } }\n"
                + "if all.isEmpty { exit(3) }\nprint(all.reduce(0, +))\n"),
        Program(
            language: .java, file: "Add.java",
            text: "import java.util.*;\npublic class Add {\n    public static void main(String[] a) {\n        Scanner in = new Scanner(System.in);\n"
                + "        if (!in.hasNextLong()) System.exit(3);\n        long sum = 0;\n        while (in.hasNextLong()) sum += in.nextLong();\n"
                + "        System.out.println(sum);\n    }\n}\n"),
        Program(
            language: .go, file: "add.go",
            text: "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() {\n\tsum, n, read := 0, 0, 0\n"
                + "\tfor {\n\t\tif k, _ := fmt.Scan(&n); k != 1 {\n\t\t\tbreak\n\t\t}\n\t\tsum += n\n\t\tread++\n\t}\n"
                + "\tif read == 0 {\n\t\tos.Exit(3)\n\t}\n\tfmt.Println(sum)\n}\n"),
        Program(
            language: .shell, file: "add.sh",
            text: "sum=0 any=\nwhile read -r -a words; do for word in \"${words[@]}\"; do sum=$((sum + word)); any=1; done; done\n"
                + "[ -n \"$any\" ] || exit 3\necho \"$sum\"\n"),
    ]

    private static func task(_ program: Program, generator: String? = nil) -> CodingTask {
        let cases = [
            CallCase(call: CallFunction.program.name, arguments: [.string("1 2\n3\n")], returns: .string("6\n")),
            CallCase(call: CallFunction.program.name, arguments: [.string("-5\n")], returns: .string("-5")),
            CallCase(call: CallFunction.program.name, arguments: [.string("")], returns: nil),
        ]
        let brief = TaskBrief(id: "add", title: "Add", statement: "Add.", language: program.language, deliverables: [program.file])
        return CodingTask(brief: brief, form: .streams, hidden: HiddenChecks(cases: cases, generator: generator))
    }

    private func verify(_ program: Program, _ text: String, generator: String? = nil, wall: Double = 20) async throws -> ReviewReport {
        let task = Self.task(program, generator: generator)
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: task.languages, limits: SandboxLimits(wallSeconds: wall))
        return try await context.verifier(for: task).verify(Candidate(files: FileTree([program.file: text])), scope: .full)
    }

    @Test("a right program passes in every language; one that writes another number does not", arguments: adders)
    func judged(_ program: Program) async throws {
        let right = try await verify(program, program.text)
        #expect(right.verdict == .passed && right.tier == .aMinus, "\(right.findings)")
        let wrong = program.text.replacing("sum, '')", with: "sum, 1)").replacing("print(sum(", with: "print(1 + sum(")
            .replacing("a + Number(b), 0)", with: "a + Number(b), 1)").replacing("sum = 0", with: "sum = 1").replacing("sum=0", with: "sum=1")
            .replacing("sum, n, read := 0", with: "sum, n, read := 1").replacing("reduce(0, +)", with: "reduce(1, +)")
            .replacing("all.iter().sum::<i64>()", with: "all.iter().sum::<i64>() + 1")
        #expect(wrong != program.text)
        let report = try await verify(program, wrong)
        #expect(report.verdict == .failed && report.findings.first?.rule == "assertion", "\(report.findings)")
        #expect(report.findings.first?.expected == "\"6\\n\"")
    }

    @Test("what does not compile, crashes or never ends is told apart")
    func ends() async throws {
        let python = Self.adders[0]
        #expect(try await verify(python, "def f(:\n").verdict == .compileError)
        #expect(try await verify(python, "while True: pass\n", wall: 1).verdict == .timeout)
        let crash = try await verify(python, "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
        #expect(crash.verdict == .crashed && crash.findings.contains { $0.rule == "crashed" })
        let raised = try await verify(python, "raise KeyError('x')\n")
        #expect(raised.verdict == .failed && raised.findings.contains { $0.message.contains("KeyError") })
        #expect(raised.checks.filter { $0.status == .passed && $0.kind == .oracle }.count == 1, "the case that must end with an error")
    }

    @Test("drawn cases catch a program that knows the fixed ones; nothing of the harness can be seen or changed by it")
    func evasions() async throws {
        let python = Self.adders[0]
        let generator =
            "import json, random, sys\ndraw = random.Random(int(sys.argv[1]))\nfor _ in range(5):\n"
            + "    words = [draw.randint(-99, 99) for _ in range(4)]\n    print(json.dumps({'input': ' '.join(map(str, words)), 'output': str(sum(words))}))\n"
        let right = try await verify(python, python.text, generator: generator)
        #expect(right.verdict == .passed && right.tier == .a && right.holdoutSeed != nil)
        let known = "import sys\nprint({'1 2\\n3\\n': 6, '-5\\n': -5}[sys.stdin.read()])\n"
        #expect(try await verify(python, known, generator: generator).verdict == .failed)
        #expect(try await verify(python, known).verdict == .passed, "that is what cases which never change are worth")
        // Where it was first run, it leaves a mark for later runs; each run is the first.
        let marked =
            "import os, sys\nfor place in ('/w/mark', '/tmp/mark', '/input/mark', '/var/tmp/mark'):\n    try:\n"
            + "        if os.path.exists(place): print('again')\n        open(place, 'w').close()\n    except OSError: pass\n"
        #expect(try await verify(python, marked + python.text).verdict == .passed)
        // The machine's own folders hold nothing of the harness, and looking through them takes as long as they are large.
        let searching =
            "import os\nfor folder, folders, names in os.walk('/'):\n"
            + "    if folder == '/': folders[:] = set(folders) - {'usr', 'opt', 'proc', 'sys'}\n"
            + "    for name in names:\n        if name in ('cases.jsonl', 'generate.py'): print(os.path.join(folder, name))\n"
        let searched = try await verify(python, searching + python.text, generator: generator)
        #expect(searched.verdict == .passed, "\(searched.findings.prefix(3))")
    }
}
