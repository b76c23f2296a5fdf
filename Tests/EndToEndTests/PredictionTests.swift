import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct PredictionTests {
    @Test("patches in SWE-bench's form are judged one by one; an empty one and one that does not apply are no harness failures")
    func predictions() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        try FileManager.default.createDirectory(atPath: folder + "/project", withIntermediateDirectories: false)
        try write("def twice(x):\n    return x\n", "project/code.py")
        try write(
            "from code_under import twice\n\n\ndef test_happy_two():\n    assert twice(2) == 4\n".replacing("code_under", with: "mod"), "project/test_mod.py")
        try FileManager.default.moveItem(atPath: folder + "/project/code.py", toPath: folder + "/project/mod.py")
        func patch(_ old: String, _ new: String) -> String {
            "--- a/mod.py\n+++ b/mod.py\n@@ -1,2 +1,2 @@\n def twice(x):\n-    return \(old)\n+    return \(new)\n"
        }
        let lines = try [("good", patch("x", "2 * x")), ("bad", patch("x", "3 * x")), ("empty", ""), ("elsewhere", patch("y", "z"))].map {
            try JSON.line(["instance_id": $0.0, "model_name_or_path": "m", "model_patch": $0.1])
        }
        try write(lines.joined(separator: "\n"), "preds.jsonl")
        let ran = try await assay(["verify", "project", "--predictions", "preds.jsonl", "-o", "out.jsonl", "-q"], in: folder)
        let results = try String(contentsOfFile: folder + "/out.jsonl", encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(ran.status == 1, "\(ran.err)")
        try #require(results.count == 4, "\(results)")
        for (line, verdict) in zip(results, ["passed", "failed", "interface_violation", "interface_violation"]) {
            #expect(line.contains("\"verdict\":\"\(verdict)\""), "\(line)")
        }
        // What a patch changes must not make the instance another one.
        let digests = results.compactMap { $0.firstMatch(of: /"suite_digest":"(\w+)"/).map { String($0.1) } }
        #expect(digests.count == 4 && digests[0] != digests[1], "instances differ")
        try write(try JSON.line(["instance_id": "good", "model_name_or_path": "n", "model_patch": patch("x", "x + x + 1")]), "other.jsonl")
        try write(results[0] + "\n", "one.results.jsonl")
        let other = try await assay(["verify", "project", "--predictions", "other.jsonl", "-o", "two.results.jsonl", "-q"], in: folder)
        #expect(other.status == 1, "\(other.err)")
        let compared = try await assay(["compare", "one.results.jsonl", "two.results.jsonl"], in: folder)
        #expect(compared.status == 2 && compared.out.contains("broke 1"), "\(compared.out) \(compared.err)")
        try write("[{\"instance_id\": \"../x\", \"model_patch\": \"\"}]", "preds.json")
        let bad = try await assay(["verify", "project", "--predictions", "preds.json"], in: folder)
        #expect(bad.status == 65 && bad.err.contains("a name without a slash"), "\(bad.err)")
    }

    @Test("a prediction for an instance that has no folder beside those of others is named, left out, and nobody's failure")
    func unknown() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Self.lay(Self.project, in: folder + "/projects/known")
        let lines = try ["known", "unknown"].map { try JSON.line(["instance_id": $0, "model_patch": Self.mended]) }
        try Self.lay(["preds.jsonl": lines.joined(separator: "\n")], in: folder)
        let ran = try await assay(["verify", "projects", "--predictions", "preds.jsonl", "-o", "out.jsonl", "-q"], in: folder)
        #expect(ran.status == 65 && ran.err.contains("instance 'unknown': has no folder in projects"), "\(ran.err)")
        let results = try String(contentsOfFile: folder + "/out.jsonl", encoding: .utf8).lines
        #expect(results.count == 1 && results[0].contains("\"task_id\":\"known\"") && ran.out.contains("1 of 1 samples solved"), "\(results)")
    }

    private static let project = ["mod.py": "def twice(x):\n    return x\n", "test_mod.py": "def test_old():\n    assert True\n"]
    private static let mended = "--- a/mod.py\n+++ b/mod.py\n@@ -1,2 +1,2 @@\n def twice(x):\n-    return x\n+    return 2 * x\n"
    /// Brings the test of the issue and one that fails with every answer.
    private static let tests =
        "--- a/test_mod.py\n+++ b/test_mod.py\n@@ -1,2 +1,8 @@\n+from mod import twice\n+\n+def test_new():\n+    assert twice(2) == 4\n+\n"
        + "+def test_broken(): assert False\n def test_old():\n     assert True\n"

    private static func lay(_ files: [String: String], in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
    }

    @Test(
        "the tests that the data set names say whether an issue is resolved, and the rest of the run is told beside",
        arguments: [
            (["test_mod.py::test_new"], ["test_mod.py::test_old"], mended, true, 0),
            (["test_mod.py::test_new"], ["test_mod.py::test_old"], mended.replacing("2 * x", with: "3 * x"), false, 1),
            (["test_mod.py::test_new"], ["test_mod.py::test_broken"], mended, false, 1),
            (["test_mod.py::test_new", "test_mod.py::test_none"], [], mended, false, 1),
        ])
    func lists(_ failing: [String], _ passing: [String], _ patch: String, _ resolved: Bool, _ status: Int32) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Self.lay(Self.project, in: folder + "/known")
        // The published data sets give one list as a list and one as a text.
        let row: [String: JSONValue] = [
            "instance_id": .string("known"), "test_patch": .string(Self.tests), "FAIL_TO_PASS": .string(try JSON.line(failing)),
            "PASS_TO_PASS": .array(passing.map { .string($0) }),
        ]
        try Self.lay(
            ["preds.jsonl": JSON.line(["instance_id": "known", "model_patch": patch]), "data.jsonl": JSONValue.object(row).json], in: folder)
        let ran = try await assay(["verify", ".", "--predictions", "preds.jsonl", "--instances", "data.jsonl", "-o", "out.jsonl", "-q"], in: folder)
        let result = try String(contentsOfFile: folder + "/out.jsonl", encoding: .utf8)
        #expect(ran.status == status && result.contains("\"resolved\":\(resolved)") && result.contains("\"verdict\":\"failed\""), "\(ran.err) \(result)")
        #expect(result.contains("\"not_run\":[\"test_mod.py::test_none\"]") == failing.contains("test_mod.py::test_none"), "\(result)")
    }

    @Test("what one instance lacks, or a patch that cannot be laid out, is told in its row, and the others are judged")
    func apart() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        for name in ["bad", "good", "odd"] { try Self.lay(Self.project, in: "\(folder)/projects/\(name)") }
        try Self.lay(["test_inner.py": "def test_inner(): pass\n"], in: folder + "/projects/odd/tests")
        let replacing =
            "diff --git a/tests/test_inner.py b/tests/test_inner.py\ndeleted file mode 100644\n--- a/tests/test_inner.py\n+++ /dev/null\n@@ -1 +0,0 @@\n"
            + "-def test_inner(): pass\ndiff --git a/tests b/tests\nnew file mode 100644\n--- /dev/null\n+++ b/tests\n@@ -0,0 +1 @@\n+x\n"
        let lines = try ["bad", "odd", "good"].map { try JSON.line(["instance_id": $0, "model_patch": $0 == "odd" ? replacing : Self.mended]) }
        let rows = try ["bad", "odd", "good"].map {
            try JSON.line(["instance_id": $0, "test_patch": $0 == "bad" ? "--- a/none\n+++ b/none\n@@ -1 +1 @@\n-x\n+y\n" : ""])
        }
        try Self.lay(["preds.jsonl": lines.joined(separator: "\n"), "data.jsonl": rows.joined(separator: "\n")], in: folder)
        let ran = try await assay(["verify", "projects", "--predictions", "preds.jsonl", "--instances", "data.jsonl", "-o", "out.jsonl", "-q"], in: folder)
        let results = try String(contentsOfFile: folder + "/out.jsonl", encoding: .utf8).lines
        #expect(ran.status == 3 && results.count == 3, "\(ran.err) \(results)")
        for (line, verdict) in zip(results, ["harness_error", "interface_violation", "passed"]) {
            #expect(line.contains("\"verdict\":\"\(verdict)\""), "\(line)")
        }
    }
}
