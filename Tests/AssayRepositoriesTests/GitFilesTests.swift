import AssayCore
import AssayRepositories
import AssaySupport
import FoundationEssentials
import Glibc
import Testing

@Suite struct GitFilesTests {
    private static let layouts: [(language: Language, layout: ProjectLayout)] = {
        let layout = try? JSON.decode(ProjectLayout.self, #"{"rank": 1, "markers": ["*.py"], "tests": ["test_*.py"]}"#)
        return layout.map { [(.python, $0)] } ?? []
    }()

    /// A repository of one commit.
    private static func repository(_ files: [String: [UInt8]]) async throws -> ScratchFolder {
        let scratch = try ScratchFolder(name: "files")
        for (path, bytes) in files {
            let file = scratch.path + "/" + path
            try FileManager.default.createDirectory(atPath: file.parentFolder, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: file))
        }
        _ = chmod(scratch.path + "/run.sh", 0o755)
        _ = symlink("run.sh", scratch.path + "/link")
        try await git(["init", "-q"], in: scratch)
        try await commit(in: scratch)
        return scratch
    }

    private static func commit(in scratch: ScratchFolder) async throws {
        try await git(["add", "."], in: scratch)
        try await git(["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "all"], in: scratch)
    }

    private static func git(_ words: [String], in scratch: ScratchFolder) async throws {
        let ended = try await GitRepository.git(["-C", scratch.path] + words, ceiling: scratch.path)
        #expect(ended.succeeded, "\(words): \(ended.error)")
    }

    private static let files: [String: [UInt8]] = [
        "a.py": Array("A = 1\n".utf8), "test_f.py": Array("def test_f(): assert 0\n".utf8), "latin1.txt": [0xE9, 0x0A], "run.sh": Array("#!/bin/sh\n".utf8),
        ".gitattributes": Array("test_f.py export-ignore\nversion.txt export-subst\n".utf8), "version.txt": Array("$Format:%H$\n".utf8),
        ".gitignore": Array("*.tmp\nout/\n".utf8), "build/kept.py": Array("B = 1\n".utf8),
    ]

    @Test("a revision is read byte by byte: no attribute removes or rewrites a file, modes and links are kept")
    func revision() async throws {
        let scratch = try await Self.repository(Self.files)
        let tree = try await GitRepository.contents(of: "HEAD", in: scratch.path).tree
        #expect(tree.paths == (Self.files.keys + ["link"]).sorted())
        #expect(tree["version.txt"] == "$Format:%H$\n")
        #expect(tree.entries["latin1.txt"] == .bytes(Data([0xE9, 0x0A])))
        #expect(tree.entries["run.sh"]?.isExecutable == true && tree.entries["link"] == .link("run.sh"))
        let part = try await GitRepository.contents(of: "HEAD", in: scratch.path + "/build").tree
        #expect(part.paths == ["kept.py"])
    }

    @Test("a working tree is read as a fresh clone with what is new; ignored files are left out and named")
    func workingTree() async throws {
        let scratch = try await Self.repository(Self.files)
        for path in ["secret.tmp", "new.py", "out/x"] {
            try FileManager.default.createDirectory(atPath: (scratch.path + "/" + path).parentFolder, withIntermediateDirectories: true)
            try Data("1".utf8).write(to: URL(filePath: scratch.path + "/" + path))
        }
        unlink(scratch.path + "/a.py")
        let contents = try await ProjectFiles.contents(of: scratch.path)
        #expect(contents.tree.paths == (Self.files.keys.filter { $0 != "a.py" } + ["link", "new.py"]).sorted())
        #expect(contents.leftOut == [.init("out/", .ignored), .init("secret.tmp", .ignored)])
    }

    @Test("a submodule is read where it is checked out")
    func submodule() async throws {
        let inner = try await Self.repository(["in.py": Array("I = 1\n".utf8)])
        let scratch = try await Self.repository(Self.files)
        try await Self.git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "sub"], in: scratch)
        try await Self.commit(in: scratch)
        #expect(try await ProjectFiles.contents(of: scratch.path).tree["sub/in.py"] == "I = 1\n")
        #expect(try await GitRepository.contents(of: "HEAD", in: scratch.path).tree["sub/in.py"] == "I = 1\n")
        try await Self.git(["submodule", "--quiet", "deinit", "-f", "sub"], in: scratch)
        let without = try await GitRepository.contents(of: "HEAD", in: scratch.path)
        #expect(without.leftOut == [.init("sub/", .submodule)])
    }

    @Test(
        "a patch with other line ends, without a final one, of bytes, of a mode or a name applies as git's own",
        arguments: [
            ("--- a/a.py\r\n+++ b/a.py\r\n@@ -1 +1 @@\r\n-A = 1\r\n+A = 2\r\n", "a.py", "A = 2\n"),
            ("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-A = 1\n+A = 2", "a.py", "A = 2\n"),
            ("diff --git a/a.py b/c.py\nsimilarity index 100%\nrename from a.py\nrename to c.py\n", "c.py", "A = 1\n"),
            ("diff --git a/a.py b/a.py\nold mode 100644\nnew mode 100755\n", "a.py", "A = 1\n"),
        ])
    func patches(_ patch: String, _ path: String, _ text: String) async throws {
        let scratch = try await Self.repository(Self.files)
        let file = try ScratchFolder(name: "patch").path + ".diff"
        try Data(patch.utf8).write(to: URL(filePath: file))
        defer { unlink(file) }
        let change = try #require(try await RepositoryTask.patched(scratch.path, by: file, isAuthored: true, layouts: Self.layouts).first)
        #expect(change.candidate.files.paths == [path])
        #expect(change.candidate.files[path] == text)
        if patch.contains("rename") { #expect(!change.task.brief.start.contains("a.py")) }
        if patch.contains("new mode") { #expect(change.candidate.files.entries[path]?.isExecutable == true) }
    }

    @Test("a patch that does not apply is refused in git's own words")
    func refused() async throws {
        let scratch = try await Self.repository(Self.files)
        let file = scratch.path + ".diff"
        try Data("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-A = 9\n+A = 2\n".utf8).write(to: URL(filePath: file))
        defer { unlink(file) }
        let error = await #expect(throws: InputError.self) {
            try await RepositoryTask.patched(scratch.path, by: file, isAuthored: true, layouts: Self.layouts)
        }
        #expect(error?.message.contains("patch failed: a.py:1; a.py: patch does not apply") == true, "\(error?.message ?? "")")
    }

    @Test("the change of a working tree has the bytes, links and modes that it changes")
    func changed() async throws {
        let scratch = try await Self.repository(Self.files)
        try Data([0xE8, 0x0A]).write(to: URL(filePath: scratch.path + "/latin1.txt"))
        _ = chmod(scratch.path + "/a.py", 0o755)
        unlink(scratch.path + "/link")
        #expect(symlink("a.py", scratch.path + "/link") == 0)
        let change = try #require(try await RepositoryTask.changed(in: scratch.path, since: "HEAD", layouts: Self.layouts).first)
        #expect(change.candidate.files.paths == ["a.py", "latin1.txt", "link"])
        let patch = try await GitRepository.patch(from: change.task.brief.start.filtered(change.candidate.files.contains), to: change.candidate.files)
        #expect(patch.contains("GIT binary patch") || patch.contains("latin1.txt"))
    }
}
