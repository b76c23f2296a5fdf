import Subprocess
import Testing

/// The git of this machine, for repositories of tests.
enum Git {
    /// Runs git in a folder, and fails the test if that fails.
    static func run(_ words: [String], in folder: String) async throws {
        let ended = try await Subprocess.run(.name("git"), arguments: Arguments(["-C", folder] + words), output: .discarded, error: .discarded)
        try #require(ended.terminationStatus.isSuccess)
    }
}
