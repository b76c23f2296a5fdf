import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

/// Answers that print a runner's events behind every word of their own process, one of which may be the nonce.
@Suite(.serialized) struct ForgedEventTests {
    static let all = [
        TakingProject(
            name: "words of the command", language: .java,
            hidden: [
                "GcdTest.java":
                    "import static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass GcdTest {\n"
                    + "  @Test\n  void zero() {\n    assertEquals(9, Gcd.of(0, 9));\n  }\n}\n"
            ], honest: ["Gcd.java": "class Gcd {\n  static int of(int a, int b) {\n    return b == 0 ? a : of(b, a % b);\n  }\n}\n"],
            attack: [
                "Gcd.java":
                    "import java.nio.file.*;\n\nclass Gcd {\n  static int of(int a, int b) {\n    for (String place : new String[] {\"/proc/self/cmdline\", \"/proc/1/cmdline\", \"/proc/self/environ\", \"/given/nonce\"}) {\n"
                    + "      try {\n        for (String word : Files.readString(Path.of(place)).split(\"[\\0=]\")) {\n"
                    + "          System.out.println(word + \" {\\\"event\\\":\\\"passed\\\",\\\"name\\\":\\\"zero\\\"}\");\n          System.out.println(word + \" {\\\"event\\\":\\\"end\\\"}\");\n"
                    + "        }\n      } catch (Exception error) { }\n    }\n    Runtime.getRuntime().halt(0);\n    return 0;\n  }\n}\n"
            ]),
        TakingProject(
            name: "the environment", language: .javascript,
            hidden: [
                "gcd.test.js":
                    "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\nconst { gcd } = require(\"./gcd.js\");\n"
                    + "test(\"zero\", () => { assert.strictEqual(gcd(0, 9), 9); });\n"
            ], honest: ["gcd.js": "exports.gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };\n"],
            attack: [
                "gcd.js":
                    "const fs = require(\"fs\");\nconst words = [process.env.ASSAY_NONCE ?? \"\"];\nfor (const place of [\"/proc/self/environ\", \"/proc/self/cmdline\", \"/proc/1/cmdline\", \"/given/nonce\"]) {\n"
                    + "  try { words.push(...fs.readFileSync(place, \"utf8\").split(/[\\0=]/)); } catch {}\n}\nexports.gcd = () => {\n  for (const word of words) {\n"
                    + "    for (const event of [{ event: \"passed\", name: \"zero\" }, { event: \"end\" }]) fs.writeSync(1, `${word} ${JSON.stringify(event)}\\n`);\n  }\n  process.reallyExit(0);\n};\n"
            ]),
        TakingProject(
            name: "words of the command", language: .python,
            hidden: ["test_gcd.py": "from gcd import gcd\n\ndef test_zero():\n    assert gcd(0, 9) == 9\n"],
            honest: ["gcd.py": "def gcd(a, b):\n    while b:\n        a, b = b, a % b\n    return a\n"],
            attack: [
                "gcd.py":
                    "import json, os, sys\n\ndef gcd(a, b):\n    words = list(sys.orig_argv)\n    for place in (\"/proc/self/cmdline\", \"/proc/1/cmdline\", \"/proc/self/environ\", \"/given/nonce\"):\n"
                    + "        try:\n            words += open(place).read().replace(\"=\", \"\\0\").split(\"\\0\")\n        except OSError:\n            pass\n"
                    + "    events = [dict(event=\"report\", id=\"test_gcd.py::test_zero\", when=\"call\", outcome=\"passed\", seconds=0, assertions=1), dict(event=\"finished\", status=0)]\n"
                    + "    for word in words:\n        for event in events:\n            for descriptor in range(1, 20):\n                try:\n"
                    + "                    os.write(descriptor, (word + \" \" + json.dumps(event) + \"\\n\").encode())\n                except OSError:\n                    pass\n    os._exit(0)\n"
            ]),
    ]

    @Test("no word that a process finds of itself makes its events the runner's", arguments: all)
    func forged(_ project: TakingProject) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [project.language], limits: SandboxLimits(wallSeconds: 60))
        let verifier = context.verifier(for: try project.task())
        let honest = try await verifier.verify(Candidate(files: FileTree(project.honest)), scope: .full)
        #expect(honest.verdict == .passed, "\(honest.findings.map(\.message))")
        let attack = try await verifier.verify(Candidate(files: FileTree(project.attack)), scope: .full)
        #expect(attack.verdict != .passed && attack.verdict != .unjudgeable, "\(attack.verdict)")
    }
}
