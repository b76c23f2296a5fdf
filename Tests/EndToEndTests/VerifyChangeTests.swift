import AssayCore
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// A small C project under git, correct at its first revision.
private func project() async throws -> String {
    let folder = try Places.temporary()
    for name in ["base/add.h", "base/test_add.c", "pass/add.c"] {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        try Data(Places.text("fixtures/projects/c/" + name).utf8).write(to: URL(filePath: folder + "/" + file))
    }
    for arguments in [["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qm", "first"]] {
        let ended = try await Subprocess.run(
            .name("git"), arguments: Arguments(["-C", folder] + arguments), output: .discarded, error: .string(limit: 4096))
        try #require(ended.terminationStatus.isSuccess, "\(ended.standardError)")
    }
    return folder
}

@Suite struct VerifyChangeTests {
    private let wrong = "#include \"add.h\"\n\nint add(int a, int b) { return a - b; }\n"

    @Test("what the working tree changes is verified against a revision, and compared with an earlier report")
    func change() async throws {
        let folder = try await project()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let before = try await assay(["verify", ".", "-o", "before.json"], in: folder)
        #expect(before.status == 0 && before.out.contains("passed"))
        try Data(wrong.utf8).write(to: URL(filePath: folder + "/add.c"))
        let named = try await assay(["verify", "--repo", ".", "--base", "HEAD", "--no-cache"], in: folder)
        #expect(named.status == 1 && named.out.contains("error test_add.c:5"), "\(named.out) \(named.err)")
        let ran = try await assay(["verify", ".", "--base", "HEAD", "--baseline", "before.json", "--no-cache"], in: folder)
        #expect(ran.status == 1)
        #expect(ran.out.contains("error regressed test_add.c:5") && ran.out.contains("1 regressed"), "\(ran.out)")
    }

    @Test("a patch is verified, and the folder stays as it is")
    func patch() async throws {
        let folder = try await project()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let diff = """
            --- a/add.c
            +++ b/add.c
            @@ -1,3 +1,3 @@
             #include "add.h"
             \n-int add(int a, int b) { return a + b; }
            +int add(int a, int b) { return a - b; }

            """
        try Data(diff.utf8).write(to: URL(filePath: folder + "/wrong.diff"))
        let ran = try await assay(["verify", ".", "--patch", "wrong.diff", "--format", "github"], in: folder)
        #expect(ran.status == 1 && ran.out.hasPrefix("::error file=test_add.c,line=5"), "\(ran.out) \(ran.err)")
        #expect(try String(contentsOfFile: folder + "/add.c", encoding: .utf8).contains("a + b"))
    }

    @Test("a file's ending chooses the format, and the terminal still says the verdict")
    func formats() async throws {
        let folder = try await project()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, holds) in [("r.sarif", "\"2.1.0\""), ("r.xml", "<testsuites"), ("r.ctrf.json", "\"CTRF\""), ("r.html", "<!DOCTYPE html>"), ("r.md", "# ✓")] {
            let ran = try await assay(["verify", ".", "-o", name], in: folder)
            #expect(ran.status == 0 && ran.out.contains("passed"))
            #expect(try String(contentsOfFile: folder + "/" + name, encoding: .utf8).contains(holds), "\(name)")
        }
    }

    @Test(
        "bad input is one line that says what to do",
        arguments: [
            (["--base", "no-such-revision"], Int32(65), "no-such-revision"), (["--base=--output=x"], 65, "revision"),
            (["--patch", "nope.diff"], 66, "git diff"), (["--baseline", "add.c"], 65, "assay verify DIR -o report.json"),
            (["--format", "pdf"], 64, "pdf"), (["--repo", "."], 64, "--repo DIR"), (["--rerun", "1000"], 64, "--rerun"),
            (["--patch", "a", "--base", "b"], 64, "exclude"),
        ])
    func bad(_ options: [String], _ status: Int32, _ says: String) async throws {
        let folder = try await project()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(["verify", "."] + options, in: folder)
        #expect(ran.status == status && ran.err.contains(says), "\(ran.status ?? -1) \(ran.err)")
    }
}
