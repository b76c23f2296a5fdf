import AssayRepositories
import AssaySupport
import FoundationEssentials
import Subprocess
import Testing

@Suite struct GitSettingsTests {
    /// Runs git as a user would, under the repository's own settings.
    private static func plain(_ words: [String], in folder: String) async throws {
        _ = try await Subprocess.run(.name("git"), arguments: Arguments(["-C", folder] + words), output: .discarded, error: .discarded)
    }

    @Test("filters that a repository configures are not run", arguments: ["clean", "smudge", "process"], ["x", "a=b.c"])
    func filters(_ kind: String, _ name: String) async throws {
        let repository = try await SmallRepository(["a.py": "A = 1\nB = 2\n"])
        let mark = repository.path + "/.git/mark"
        // As a filter it ends with an error, and is needed.
        try await repository.git("config", "filter.\(name).\(kind)", "touch '\(mark)'; false")
        try await repository.git("config", "filter.\(name).required", "true")
        try repository.write("* filter=\(name)\n", ".git/info/attributes")
        try repository.write("A = 1\nB = 3\n", "a.py")
        let git = try await GitRepository(at: repository.path)
        #expect(try await git.status().changed == ["a.py"])
        try await git.apply("--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n-A = 1\n+A = 7\n B = 3\n")
        #expect(try String(contentsOfFile: repository.path + "/a.py", encoding: .utf8) == "A = 7\nB = 3\n")
        #expect(!FileManager.default.fileExists(atPath: mark))
        try await Self.plain(kind == "smudge" ? ["checkout", "-f", "HEAD", "."] : ["status"], in: repository.path)
        #expect(FileManager.default.fileExists(atPath: mark), "plain git runs it")
    }

    @Test("a missing object is not fetched by a command of the repository's")
    func objects() async throws {
        let repository = try await SmallRepository(["a.py": "A = 1\n"])
        let mark = repository.path + "/.git/mark"
        let blob = try await GitRepository.git(["-C", repository.path, "rev-parse", "HEAD:a.py"]).output.trimmed
        for (key, value) in [
            ("core.repositoryformatversion", "1"), ("extensions.partialClone", "o"), ("remote.o.promisor", "true"), ("remote.o.url", "ssh://h/x"),
            ("core.sshCommand", "touch '\(mark)'; false"),
        ] { try await repository.git("config", key, value) }
        try FileManager.default.removeItem(atPath: "\(repository.path)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        _ = try await GitRepository.git(["-C", repository.path, "ls-tree", "-r", "-l", "-z", "HEAD"])
        #expect(!FileManager.default.fileExists(atPath: mark))
        try await Self.plain(["ls-tree", "-r", "-l", "HEAD"], in: repository.path)
        #expect(FileManager.default.fileExists(atPath: mark), "plain git runs it")
    }
}
