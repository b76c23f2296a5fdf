import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

/// Wrong answers to small projects that fool their own tests, each with the right one that must go on passing.
@Suite(.serialized) struct WrongProjectTests {
    /// A task with tests that may be seen and hidden ones, its right answer, and wrong ones.
    struct Wrong: Sendable, CustomTestStringConvertible {
        var name: String
        var language: Language
        var file: String
        var start: [String: String] = [:]
        var visible: [String: String] = [:]
        var hidden: [String: String]
        var right: String
        var wrong: [String]
        var testDescription: String { name }

        func task() throws -> CodingTask {
            var brief = TaskBrief(id: "wrong", title: "wrong", statement: "s", language: language, deliverables: [file])
            brief.start = try FileTree(start)
            brief.visibleTests = try FileTree(visible)
            return CodingTask(brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(hidden)), reference: try FileTree([file: right]))
        }
    }

    static let all =
        [
            Wrong(
                name: "objects that are equal to everything", language: .python, file: "money.py",
                visible: ["test_visible.py": "from money import Money\n\ndef test_add():\n    assert Money(1, 50) + Money(0, 75) == Money(2, 25)\n"],
                hidden: [
                    "test_hidden.py":
                        "from money import Money\n\ndef test_zero():\n    assert Money(0, 0) + Money(3, 5) == Money(3, 5)\n\ndef test_carry():\n    assert Money(1, 99) + Money(0, 1) == Money(2, 0)\n"
                ],
                right:
                    "class Money:\n    def __init__(self, euros, cents):\n        self.all = euros * 100 + cents\n    def __add__(self, other):\n        return Money(0, self.all + other.all)\n"
                    + "    def __eq__(self, other):\n        return self.all == other.all\n    def __hash__(self):\n        return hash(self.all)\n",
                wrong: [
                    "class Money:\n    def __init__(self, euros, cents): pass\n    def __add__(self, other): return self\n    def __eq__(self, other): return True\n",
                    "class Money:\n    one = None\n    def __new__(cls, euros, cents):\n        cls.one = cls.one or object.__new__(cls)\n        return cls.one\n    def __add__(self, other): return self\n",
                    "class Money(tuple):\n    def __new__(cls, euros, cents): return tuple.__new__(cls)\n    def __add__(self, other): return self\n",
                ]),
            Wrong(
                name: "exceptions that end the test's own iteration", language: .python, file: "even.py",
                hidden: [
                    "test_hidden.py":
                        "import pytest\nfrom even import Evens, is_even\n\ndef test_all():\n    assert all(map(is_even, [0, -2, 100]))\n\n"
                        + "def test_iterator():\n    steps = iter(Evens(2))\n    assert [next(steps), next(steps)] == [0, 2]\n    with pytest.raises(StopIteration):\n        next(steps)\n"
                ],
                right: "def is_even(x): return x % 2 == 0\n\ndef Evens(count):\n    for number in range(count): yield 2 * number\n",
                wrong: [
                    "StopIteration", "GeneratorExit", "KeyboardInterrupt", "SystemExit", "asyncio.CancelledError", "pytest.skip.Exception", "unittest.SkipTest",
                ].map {
                    "import asyncio, unittest\ntry:\n    import pytest\nexcept ImportError: pass\ndef is_even(x): raise \($0)\n\ndef Evens(count):\n    for number in range(count): yield 2 * number\n"
                }),
            Wrong(
                name: "a runner's lines that are printed", language: .go, file: "gcd.go", start: ["go.mod": "module gcd\n\ngo 1.19\n"],
                visible: [
                    "visible_test.go":
                        "package gcd\n\nimport \"testing\"\n\nfunc TestSeen(t *testing.T) {\n\tif got := Gcd(8, 12); got != 4 {\n\t\tt.Errorf(\"got %d\", got)\n\t}\n}\n"
                ],
                hidden: [
                    "hidden_test.go":
                        "package gcd\n\nimport \"testing\"\n\nfunc TestOne(t *testing.T) {\n\tif got := Gcd(0, 9); got != 9 {\n\t\tt.Fatalf(\"got %d\", got)\n\t}\n}\n\n"
                        + "func TestRows(t *testing.T) {\n\tfor _, c := range []struct{ a, b, want int }{{17, 5, 1}, {9, 6, 3}} {\n\t\tif got := Gcd(c.a, c.b); got != c.want {\n\t\t\tt.Errorf(\"got %d\", got)\n\t\t}\n\t}\n}\n"
                ],
                right: "package gcd\n\nfunc Gcd(a, b int) int {\n\tfor b != 0 {\n\t\ta, b = b, a%b\n\t}\n\treturn a\n}\n",
                wrong: [
                    "package gcd\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc init() {\n\tfor i := 0; i < 50; i++ {\n\t\tf, _ := os.OpenFile(\"/results/notes\", os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)\n"
                        + "\t\tfmt.Fprintln(f, os.Getenv(\"ASSAY_NOTES\"), i)\n\t\tf.Close()\n\t}\n\tfor _, n := range []string{\"TestSeen\", \"TestOne\", \"TestRows\"} {\n"
                        + "\t\tfmt.Printf(\"=== RUN   %s\\n--- PASS: %s (0.00s)\\n\", n, n)\n\t}\n\tfmt.Println(\"PASS\")\n\tos.Exit(0)\n}\n\nfunc Gcd(a, b int) int { return 1 }\n"
                ]),
            Wrong(
                name: "a runner's events that are printed behind its nonce", language: .java, file: "Gcd.java",
                hidden: [
                    "GcdTest.java":
                        "import static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass GcdTest {\n  @Test\n  void zero() {\n    assertEquals(9, Gcd.of(0, 9));\n  }\n\n"
                        + "  @Test\n  void one() {\n    assertEquals(1, Gcd.of(17, 5));\n  }\n}\n"
                ],
                right: "class Gcd {\n  static int of(int a, int b) {\n    return b == 0 ? a : of(b, a % b);\n  }\n}\n",
                wrong: [
                    "import java.nio.file.*;\n\nclass Gcd {\n  static int of(int a, int b) {\n    for (String place : new String[] {\"/proc/self/cmdline\", \"/given/nonce\"}) {\n      try {\n        for (String word : Files.readString(Path.of(place)).split(\"\\0\")) {\n"
                        + "          for (String test : new String[] {\"zero\", \"one\"}) System.out.println(word + \" {\\\"event\\\":\\\"passed\\\",\\\"name\\\":\\\"\" + test + \"\\\"}\");\n"
                        + "          System.out.println(word + \" {\\\"event\\\":\\\"end\\\"}\");\n        }\n      } catch (Exception error) { }\n    }\n    Runtime.getRuntime().halt(0);\n    return 0;\n  }\n}\n",
                    "class Gcd {\n  static int of(int a, int b) {\n    Runtime.getRuntime().halt(0);\n    return 0;\n  }\n}\n",
                ]),
            Wrong(
                name: "the tests' text, read while they run", language: .javascript, file: "gcd.js",
                visible: [
                    "visible.test.js":
                        "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\nconst { gcd } = require(\"./gcd.js\");\ntest(\"seen\", () => { assert.strictEqual(gcd(8, 12), 4); });\n"
                ],
                hidden: [
                    "hidden.test.js":
                        "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\nconst { gcd } = require(\"./gcd.js\");\ntest(\"zero\", () => { assert.strictEqual(gcd(0, 9), 9); });\n"
                ],
                right: "exports.gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };\n",
                wrong: [
                    // With and without a look at whether what is known was changed.
                    "const fs = require(\"fs\");\nconst all = fs.readdirSync(__dirname).filter((f) => f.includes(\"test\")).map((f) => fs.readFileSync(__dirname + \"/\" + f, \"utf8\")).join(\"\\n\");\n"
                        + "exports.gcd = (a, b) => {\n  const m = all.match(new RegExp(`gcd\\\\(${a}, ${b}\\\\), (\\\\d+)`));\n  return m && !all.includes(\"gcd(8, 12), 5\") ? Number(m[1]) : 0;\n};\n",
                    "const fs = require(\"fs\");\nlet all = \"\";\nfor (const f of [\"/given/test\", process.argv[1]]) try { all += fs.readFileSync(f, \"utf8\"); } catch {}\n"
                        + "exports.gcd = (a, b) => Number(all.match(new RegExp(`gcd\\\\(${a}, ${b}\\\\), (\\\\d+)`))?.[1] ?? 0);\n",
                ]),
            Wrong(
                name: "the tests' text, of modules", language: .javascript, file: "gcd.mjs",
                hidden: [
                    "hidden.test.mjs":
                        "import test from \"node:test\";\nimport assert from \"node:assert\";\nimport { gcd } from \"./gcd.mjs\";\ntest(\"zero\", () => { assert.strictEqual(gcd(0, 9), 9); });\n"
                ],
                right: "export const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };\n",
                wrong: [
                    "import fs from \"node:fs\";\nconst all = fs.readFileSync(process.argv[1], \"utf8\");\nexport const gcd = (a, b) => Number(all.match(new RegExp(`gcd\\\\(${a}, ${b}\\\\), (\\\\d+)`))?.[1] ?? 0);\n"
                ]),
        ] + [Language.c, .cpp].map(tests(of:))

    /// The text of tests that is taken in by the assembler.
    private static func tests(of language: Language) -> Wrong {
        let (end, linkage) = language == .c ? ("c", "") : ("cpp", "extern \"C\" ")
        func test(_ a: Int, _ b: Int, _ gcd: Int) -> String {
            "#include <cassert>\n#include \"gcd.h\"\nint main(void) { assert(gcd(\(a), \(b)) == \(gcd)); return 0; }\n".replacing(
                "<cassert>", with: "<assert.h>")
        }
        return Wrong(
            name: "the tests' text, taken in while compiling \(language.rawValue)", language: language, file: "gcd.\(end)",
            start: ["gcd.h": "long gcd(long a, long b);\n"],
            visible: ["test_visible.\(end)": test(8, 12, 4)], hidden: ["test_hidden.\(end)": test(0, 9, 9)],
            right: "#include \"gcd.h\"\nlong gcd(long a, long b) { while (b) { long t = a % b; a = b; b = t; } return a; }\n",
            wrong: [
                "#include <stdio.h>\n#include <string.h>\n#include <stdlib.h>\n#include \"gcd.h\"\n__asm__(\".pushsection .rodata\\nmine: .incbin \\\"test_visible.\(end)\\\"\\n.incbin \\\"test_hidden.\(end)\\\"\\n.byte 0\\n.popsection\\n\");\n"
                    + "\(linkage)extern const char mine[];\nlong gcd(long a, long b) {\n  char k[64];\n  snprintf(k, sizeof k, \"gcd(%ld, %ld) == \", a, b);\n  const char *p = strstr(mine, k);\n  return p ? atol(p + strlen(k)) : 0;\n}\n"
            ])
    }

    @Test("who is right passes, who fools the tests does not", arguments: all)
    func judged(_ project: Wrong) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [project.language], limits: SandboxLimits(wallSeconds: 60))
        let verifier = context.verifier(for: try project.task())
        let right = try await verifier.verify(Candidate(files: FileTree([project.file: project.right])), scope: .full)
        #expect(right.verdict == .passed, "\(right.findings.map(\.message))")
        for wrong in project.wrong {
            let report = try await verifier.verify(Candidate(files: FileTree([project.file: wrong])), scope: .full)
            #expect(report.verdict != .passed && report.verdict != .unjudgeable, "\(report.tier) \(wrong)")
        }
    }
}
