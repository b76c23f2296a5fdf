import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// One of fixtures/issues as a repository of its own, committed.
struct IssueRepository {
    /// A folder of the test, in which the repository's folder lies.
    let outside: String
    let folder: String
    /// What is asked.
    let statement: String

    init(_ name: String) async throws {
        outside = try Places.temporary()
        let issue = "\(Places.root)/fixtures/issues/\(name)"
        let repository = try String(contentsOfFile: issue + "/repository", encoding: .utf8).filter { !$0.isWhitespace }
        folder = "\(outside)/\(repository)"
        statement = "@\(issue)/issue.md"
        try FileManager.default.copyItem(atPath: "\(Places.root)/fixtures/repositories/\(repository)", toPath: folder)
        try await Self.run("cp", ["-r", issue + "/tree/.", folder])
        for words in [["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qm", "first"]] {
            _ = try await git(words)
        }
    }

    @discardableResult
    private static func run(_ name: String, _ words: [String]) async throws -> String {
        let ended = try await Subprocess.run(
            .name(name), arguments: Arguments(words), output: .string(limit: 65536), error: .string(limit: 4096))
        try #require(ended.terminationStatus.isSuccess, "\(ended.standardError)")
        return ended.standardOutput
    }

    func git(_ words: [String]) async throws -> String { try await Self.run("git", ["-C", folder] + words) }

    /// Writes a file beside the repository and says where.
    func write(_ text: String, _ name: String) throws -> String {
        let path = "\(outside)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }
}
