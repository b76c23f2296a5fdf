import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// What editors and GitHub make of a verification, with real linters.
@Suite struct ReviewToolTests {
    private func project(_ files: [String: String]) throws -> String {
        let folder = try Places.temporary()
        try FolderWriter.write(try FileTree(files), to: folder)
        return folder
    }

    @Test("the fixes that SARIF proposes can be applied as they stand, and mend what they are for")
    func fixes() async throws {
        let test = "from pkg.m import f\n\n\ndef test_f():\n    assert f(1) == 2\n"
        let folder = try project([
            "pkg/m.py": "import os\nimport sys\n\n\ndef f(x):\n    return x + 1 + len(sys.argv) * 0\n", "pkg/__init__.py": "", "test_m.py": test,
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(["verify", ".", "--format", "sarif", "-q"], in: folder)
        #expect(ran.status == 0, "\(ran.err)")
        let results = JSONText.value(ran.out)?["runs"]?[0]?["results"]
        guard case .array(let items) = results, let item = items.first(where: { $0["ruleId"]?.text == "static/ruff.F401" }) else {
            Issue.record("no finding of an unused import: \(ran.out)")
            return
        }
        let change = item["fixes"]?[0]?["artifactChanges"]?[0]
        let path = try #require(change?["artifactLocation"]?["uri"]?.text)
        guard case .array(let replacements) = change?["replacements"] else { throw InputError(path, "no replacements") }
        var text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
        for one in replacements.reversed() {
            func place(_ line: String, _ column: String) throws -> String.Index {
                let region = one["deletedRegion"]
                var index = text.startIndex
                for _ in 1..<Int(try #require(region?[line]?.number)) { index = text.index(after: text[index...].firstIndex(of: "\n") ?? text.startIndex) }
                return text.index(index, offsetBy: Int(try #require(region?[column]?.number)) - 1)
            }
            text.replaceSubrange(try place("startLine", "startColumn")..<place("endLine", "endColumn"), with: one["insertedContent"]?["text"]?.text ?? "?")
        }
        #expect(text.hasPrefix("import sys\n"), "\(text)")
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(path)"))
        let mended = try await assay(["verify", ".", "--format", "sarif", "-q"], in: folder)
        #expect(mended.status == 0 && !mended.out.contains("F401"), "\(mended.out)")
    }

    @Test("in a job of GitHub Actions the annotations are printed and the report is added to the summary")
    func summary() async throws {
        let folder = try project(["m.py": "def f(x):\n    return x\n", "test_m.py": "from m import f\n\n\ndef test_f():\n    assert f(1) == 2\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let summary = folder + "-summary.md"
        defer { try? FileManager.default.removeItem(atPath: summary) }
        let ran = try await assay(["verify", ".", "--format", "github", "-q"], in: folder, environment: ["GITHUB_STEP_SUMMARY": summary])
        #expect(ran.status == 1 && ran.out.hasPrefix("::error file=test_m.py,line=5"), "\(ran.out) \(ran.err)")
        let text = try String(contentsOfFile: summary, encoding: .utf8)
        #expect(text.contains("failed") && text.contains("tier B: tests share"), "\(text)")
        let plain = try await assay(["verify", ".", "-q"], in: folder, environment: ["GITHUB_STEP_SUMMARY": summary])
        #expect(plain.status == 1)
        #expect(try String(contentsOfFile: summary, encoding: .utf8) == text)
        let lost = try await assay(["verify", ".", "--format", "github", "-q"], in: folder, environment: ["GITHUB_STEP_SUMMARY": "/no/such/file"])
        #expect(lost.out.hasPrefix("::error") && lost.err.contains("GITHUB_STEP_SUMMARY") && lost.status == 73, "\(lost.err)")
    }

    @Test("an interruption ends the tests of a project that are under way")
    func interrupted() async throws {
        let mark = "\(UInt64.random(in: 1_000_000_000...9_000_000_000))"
        let folder = try project(["test_slow.py": "import subprocess\n\n\ndef test_slow():\n    subprocess.run(['/bin/sleep', '\(mark)'])\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = """
            "$1" verify . -q --no-cache & p=$!
            until pgrep -f "sleep $2" > /dev/null; do sleep 0.1; done
            kill -INT $p; wait $p; echo "status $?"
            pgrep -f "sleep $2" > /dev/null && echo left
            true
            """
        let ended = try await Self.bash(script, [Places.products + "/assay", mark], in: folder)
        #expect(ended == "status 130\n", "\(ended)")
    }
}

extension ReviewToolTests {
    /// What a script of Bash prints.
    private static func bash(_ script: String, _ words: [String], in folder: String) async throws -> String {
        let ended = try await Subprocess.run(
            .path("/bin/bash"), arguments: Arguments(["-c", script, "x"] + words), workingDirectory: FilePath(folder), output: .string(limit: 1 << 16),
            error: .discarded)
        return ended.standardOutput
    }
}
