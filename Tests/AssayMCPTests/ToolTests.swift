import AssaySupport
import AssayTestSupport
import Foundation
import Glibc
import Testing

@testable import AssayMCP

/// What the tools do with real folders, commands and projects.
@Suite(.serialized) struct ToolTests {
    private static let code = "def f(x):\n    return x + 1\n"
    private static let test = "from m import f\n\ndef test_f():\n    assert f(1) == 2\n"

    /// Calls a tool in a session of its own; what it answers fits its own schema.
    private func call(_ tool: any Tool, _ arguments: JSONValue, root: String? = nil) async throws -> (structured: JSONValue?, text: String) {
        let answer = try await Wire.with(roots: root.map { [$0] } ?? []) { wire, answers in
            wire.initialize()
            _ = await answers.next()
            wire.call(1, tool.name, arguments)
            return await answers.next()
        }
        let result = try #require(answer?["result"], "\(answer?.json ?? "")")
        let structured = result["structuredContent"]
        #expect((structured == nil) == (result["isError"] == true))
        if let structured { #expect(ArgumentCheck.problem(structured, tool.output) == nil) }
        return (structured, result["content"]?[0]?["text"]?.text ?? "")
    }

    /// A folder with some files, which the caller removes.
    private func folder(_ files: [String: String]) throws -> String {
        let folder = try Places.temporary()
        try FolderWriter.write(try FileTree(files), to: folder)
        return folder
    }

    // MARK: verify

    @Test("files of the call are verified, and the findings say what is wrong and where")
    func verifyFiles() async throws {
        let good = try await call(VerifyTool(), ["files": ["m.py": .string(Self.code), "test_m.py": .string(Self.test)]])
        #expect(good.structured?["verdict"] == "passed" && good.structured?["solved"] == true && good.structured?["tier"] == "B")
        let bad = try await call(VerifyTool(), ["files": ["m.py": "def f(x):\n    return x\n", "test_m.py": .string(Self.test)]])
        #expect(bad.structured?["verdict"] == "failed" && bad.text.contains("test_m.py:4"), "\(bad.text)")
        #expect(bad.structured?["findings"]?[0]?["path"] == "test_m.py" && bad.structured?["findings"]?[0]?["line"] == 4)
    }

    @Test("a change is verified by new texts and by a patch, and the folder stays as it is")
    func verifyChange() async throws {
        let folder = try folder(["m.py": "def f(x):\n    return x\n", "test_m.py": Self.test])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try await call(VerifyTool(), ["folder": "."], root: folder).structured?["verdict"] == "failed")
        let texts = try await call(VerifyTool(), ["folder": "", "files": ["m.py": .string(Self.code)]], root: folder)
        #expect(texts.structured == nil)
        #expect(try await call(VerifyTool(), ["folder": ".", "files": ["m.py": .string(Self.code)]], root: folder).structured?["verdict"] == "passed")
        let patch = "--- a/m.py\n+++ b/m.py\n@@ -1,2 +1,2 @@\n def f(x):\n-    return x\n+    return x + 1\n"
        #expect(try await call(VerifyTool(), ["folder": .string(folder), "patch": .string(patch)], root: folder).structured?["verdict"] == "passed")
        #expect(try String(contentsOfFile: folder + "/m.py", encoding: .utf8) == "def f(x):\n    return x\n")
        let wrong = try await call(VerifyTool(), ["folder": ".", "patch": "no patch"], root: folder)
        #expect(wrong.structured == nil && wrong.text.contains("patch"), "\(wrong.text)")
    }

    @Test(
        "what cannot be verified is said as the tool's answer",
        arguments: [
            ([:], "a folder, or files"), (["files": [:]], "a folder, or files"), (["files": ["../x.py": "1"]], "plain relative path"),
            (["files": ["/x.py": "1"]], "plain relative path"),
            (["files": ["a": "1", "a/b": "2"]], "both a file and a folder"), (["files": ["a.txt": "nothing"]], ""),
            (["files": ["a": "1"], "patch": "x"], "not both"),
            (["folder": "absent"], "root"), (["folder": "/"], "root"),
        ] as [(JSONValue, String)])
    func unverifiable(_ arguments: JSONValue, _ words: String) async throws {
        let answer = try await call(VerifyTool(), arguments)
        #expect(answer.structured == nil && (words.isEmpty || answer.text.contains(words)), "\(answer.text)")
    }

    @Test("a call that takes longer than its limit is ended")
    func timeLimit() async throws {
        let slow = "import time\n\ndef test_slow():\n    time.sleep(600)\n"
        let answer = try await call(VerifyTool(), ["files": ["test_slow.py": .string(slow)], "time_limit_seconds": 2])
        #expect(answer.structured == nil && answer.text.contains("longer than 2 seconds"), "\(answer.text)")
    }

    @Test("a file that git lists behind a link that leads out of the folder is not read")
    func linkedFolder() async throws {
        let folder = try folder(["m.py": Self.code, "test_m.py": Self.test, "data/secret.py": "x = 1\n"])
        let outside = try self.folder(["secret.py": "SECRET = 'outside'\n", "test_out.py": "def test_out():\n    assert False, 'outside'\n"])
        defer { for place in [folder, outside] { try? FileManager.default.removeItem(atPath: place) } }
        func git(_ words: String...) throws {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/git")
            process.arguments = ["-C", folder] + words
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
        }
        try git("init", "-q")
        try Data("def test_out():\n    pass\n".utf8).write(to: URL(filePath: folder + "/data/test_out.py"))
        try git("add", "-A")
        // The index still lists data/test_out.py; on disk its folder is now a link.
        try FileManager.default.removeItem(atPath: folder + "/data")
        try #require(symlink(outside, folder + "/data") == 0)
        let answer = try await call(VerifyTool(), ["folder": "."], root: folder)
        #expect(answer.structured?["verdict"] == "passed" && !answer.text.contains("outside"), "\(answer.text)")
        let run = try await call(SandboxTool(), ["argv": ["/bin/sh", "-c", "cat data/secret.py; ls -R"], "folder": "."], root: folder)
        #expect(run.structured?["stdout"]?.text?.contains("SECRET") == false)
    }

    // MARK: run_in_sandbox

    @Test("a command sees its files and its input, writes to nothing that stays, and reaches no network")
    func sandbox() async throws {
        let folder = try folder(["a.txt": "from the folder\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = "cat a.txt sub/b.txt; cat; echo changed > a.txt; cat /etc/shadow /root/x; exit 3"
        let arguments: JSONValue = ["argv": ["/bin/sh", "-c", .string(script)], "folder": ".", "files": ["sub/b.txt": "of the call\n"], "stdin": "typed\n"]
        let ran = try await call(SandboxTool(), arguments, root: folder)
        #expect(ran.structured?["stdout"] == "from the folder\nof the call\ntyped\n" && ran.structured?["exit_code"] == 3, "\(ran.text)")
        #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "from the folder\n")
        let net = "import socket\nsocket.create_connection(('127.0.0.1', 9))"
        let denied = try await call(SandboxTool(), ["argv": ["/usr/bin/python3", "-c", .string(net)], "policies": ["python"]])
        #expect(denied.structured?["exit_code"] == 1 || denied.structured?["outcome"] != "exited", "\(denied.text)")
    }

    @Test("limits hold, and what a command prints is cut and harmless to a terminal")
    func limits() async throws {
        let slow = try await call(SandboxTool(), ["argv": ["/bin/sleep", "100"], "wall_seconds": 1])
        #expect(slow.structured?["outcome"] == "wall_limit" && slow.structured?["limit_hit"] == "wall")
        let loud = try await call(SandboxTool(), ["argv": ["/bin/sh", "-c", "printf '\\033[31mred\\n'; yes"]])
        #expect(loud.structured?["limit_hit"] == "output" && loud.text.utf8.count < 200_000)
        #expect(!loud.text.contains("\u{1B}") && loud.structured?["stdout"]?.text?.contains("\u{1B}") == false)
        let missing = try await call(SandboxTool(), ["argv": ["/no/such/program"]])
        #expect(missing.structured == nil && missing.text.contains("/no/such/program"), "\(missing.text)")
    }

    // MARK: The store and words

    @Test("a word is explained, and an unknown one is answered with the nearest")
    func explain() async throws {
        let known = try await call(ExplainTool(), ["term": "tier B"])
        #expect(known.structured?["explanations"]?[0]?["kind"] == "tier")
        let unknown = try await call(ExplainTool(), ["term": "vacuus"])
        #expect(unknown.structured == nil && unknown.text.contains("did you mean 'vacuous'"), "\(unknown.text)")
    }

    @Test(
        "a database or results file outside the roots is not opened",
        arguments: ["../out.db", "/etc/passwd", "out.db", "../out.results.jsonl", "../out.db#latest", "link.results.jsonl"])
    func storeOutside(_ name: String) async throws {
        let top = try folder(["out.db": "x", "out.results.jsonl": "{}\n", "root/x": ""])
        defer { try? FileManager.default.removeItem(atPath: top) }
        try #require(symlink("../out.results.jsonl", top + "/root/link.results.jsonl") == 0)
        let compared = try await call(CompareTool(), ["a": .string(name), "b": .string(name), "store": .string(name)], root: top + "/root")
        #expect(compared.structured == nil && compared.text.contains("inside the roots"), "\(compared.text)")
        let shown = try await call(ShowAttemptTool(), ["run": "latest", "store": .string(name)], root: top + "/root")
        #expect(shown.structured == nil && shown.text.contains("inside the roots"), "\(shown.text)")
    }

    @Test("two results files are compared")
    func compare() async throws {
        func lines(_ verdict: String) -> String {
            (0..<12).map { "{\"task_id\":\"t\($0)\",\"sample\":0,\"verdict\":\"\(verdict)\",\"tier\":\"B\",\"suite_digest\":\"d\"}\n" }.joined()
        }
        let folder = try folder(["a.results.jsonl": lines("failed"), "b.results.jsonl": lines("passed")])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let answer = try await call(CompareTool(), ["a": "a.results.jsonl", "b": "b.results.jsonl"], root: folder)
        #expect(answer.structured?["verdict"] == "improved" && answer.structured?["fixed"] == 12, "\(answer.text)")
    }
}
