import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// Instances in folders of their own: a commit of a repository, tests of the issue, and what they need.
@Suite struct InstanceFolderTests {
    private static let mended = "--- a/mod.py\n+++ b/mod.py\n@@ -1,2 +1,2 @@\n def twice(x):\n-    return x\n+    return 2 * x\n"
    private static let tests = "--- /dev/null\n+++ b/test_new.py\n@@ -0,0 +1,4 @@\n+from mod import twice\n+\n+def test_new():\n+    assert twice(2) == 4\n"

    private static func lay(_ files: [String: String], in folder: String) throws {
        for (name, text) in files {
            let path = "\(folder)/\(name)"
            try FileManager.default.createDirectory(atPath: path.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }
    }

    @discardableResult
    private static func git(_ words: [String], in folder: String) async throws -> String {
        let own = ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@localhost"]
        let ended = try await Subprocess.run(.name("git"), arguments: Arguments(own + words), output: .string(limit: 65536), error: .string(limit: 65536))
        try #require(ended.terminationStatus.isSuccess, "\(ended.standardError)")
        return ended.standardOutput.trimmed
    }

    /// A folder with a repository, whose newest commit has left the instance's far behind, and an instance of it.
    private static func folder(_ settings: String? = nil, isBare: Bool = false) async throws -> String {
        let folder = try Places.temporary()
        try lay(["repo/mod.py": "def twice(x):\n    return x\n", "repo/test_old.py": "def test_old(): pass\n"], in: folder)
        for words in [["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "first"]] { try await git(words, in: folder + "/repo") }
        let base = try await git(["rev-parse", "HEAD"], in: folder + "/repo")
        try lay(["repo/mod.py": "raise SystemExit\n"], in: folder)
        try await git(["commit", "-qam", "second"], in: folder + "/repo")
        try lay(["repo/mod.py": "what the user is at\n"], in: folder)
        if isBare { try await git(["clone", "-q", "--mirror", folder + "/repo", folder + "/mirror.git"], in: folder) }
        let yaml = """
            repo: \(isBare ? "../../mirror.git" : "../../repo")
            base_commit: \(base)
            FAIL_TO_PASS: ['test_new.py::test_new']
            PASS_TO_PASS: '["test_old.py::test_old"]'
            test_patch: |
            \(tests.lines.map { "  " + $0 }.joined(separator: "\n"))

            """
        try lay(["instances/known/instance.yaml": yaml], in: folder)
        if let settings { try lay(["instances/known/assay.yaml": settings], in: folder) }
        try lay(["preds.jsonl": try JSON.line(["instance_id": "known", "model_patch": mended])], in: folder)
        return folder
    }

    private func verified(_ folder: String) async throws -> (ran: Ran, result: String) {
        let ran = try await assay(["verify", "instances", "--predictions", "preds.jsonl", "-o", "out.jsonl", "-q"], in: folder)
        return (ran, (try? String(contentsOfFile: folder + "/out.jsonl", encoding: .utf8)) ?? "")
    }

    @Test("an instance is judged at its commit, by its own tests, and the user's tree stays as it is", arguments: [false, true])
    func judged(_ isBare: Bool) async throws {
        let folder = try await Self.folder(isBare: isBare)
        defer { ScratchFolder.remove(folder) }
        let (ran, result) = try await verified(folder)
        #expect(ran.status == 0 && result.contains("\"resolved\":true") && result.contains("\"success\":[\"test_new.py::test_new\"]"), "\(ran.err) \(result)")
        #expect(try String(contentsOfFile: folder + "/repo/mod.py", encoding: .utf8) == "what the user is at\n")
        #expect(try await Self.git(["status", "--porcelain"], in: folder + "/repo") == "M mod.py")
        try Self.lay(["preds.jsonl": JSON.line(["instance_id": "known", "model_patch": Self.mended.replacing("2 * x", with: "3 * x")])], in: folder)
        let (wrong, told) = try await verified(folder)
        #expect(wrong.status == 1 && told.contains("\"resolved\":false") && told.contains("\"failure\":[\"test_new.py::test_new\"]"), "\(wrong.err) \(told)")
    }

    @Test("the settings beside an instance say how its tests are run, with their variables and by the Python that judges")
    func settings() async throws {
        let folder = try await Self.folder(
            "test: {command: 'test \"$WORD\" = said && python3 -m pytest -rA', reader: pytest}\nenvironment: {variables: [WORD=said]}\n")
        defer { ScratchFolder.remove(folder) }
        let (ran, result) = try await verified(folder)
        #expect(ran.status == 0 && result.contains("\"resolved\":true"), "\(ran.err) \(result)")
    }

    @Test(
        "what is not installed is named with the command that installs it, and nothing is installed",
        arguments: [
            ("environment: {packages: [no-such-package-1]}\n", "needs the packages no-such-package-1; run: apt-get install no-such-package-1"),
            ("environment: {python: ['no-such-module-1>=2']}\n", "needs the Python packages no-such-module-1"),
        ])
    func missing(_ settings: String, _ says: String) async throws {
        let folder = try await Self.folder(settings)
        defer { ScratchFolder.remove(folder) }
        let (ran, result) = try await verified(folder)
        #expect(ran.status == 3 && result.contains("\"verdict\":\"harness_error\"") && result.contains(says), "\(ran.status ?? -1) \(ran.err) \(result)")
    }

    @Test("packages that are installed are found")
    func found() async throws {
        let folder = try await Self.folder("environment: {packages: [git, dpkg], python: [pytest]}\n")
        defer { ScratchFolder.remove(folder) }
        let (ran, result) = try await verified(folder)
        #expect(ran.status == 0 && result.contains("\"resolved\":true"), "\(ran.err) \(result)")
    }

    @Test(
        "an instance that cannot be meant is named, left out, and nobody's failure",
        arguments: [
            ("base_commit: x\n", "needs 'repo'"), ("repo: ../../nowhere\nbase_commit: x\n", "there is no such folder"),
            ("repo: ../../repo\n", "needs 'base_commit'"),
            ("repo: ../../repo\nbase_commit: x\ninstance_id: other\n", "is of the instance 'other'"), ("- a\n", "no mapping"),
        ])
    func odd(_ yaml: String, _ says: String) async throws {
        let folder = try await Self.folder()
        defer { ScratchFolder.remove(folder) }
        try Self.lay(["instances/known/instance.yaml": yaml], in: folder)
        let (ran, _) = try await verified(folder)
        #expect([65, 66, 5].contains(ran.status ?? -1) && ran.err.contains(says), "\(ran.status ?? -1) \(ran.err)")
    }
}
