import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// Other people's readers of the formats that we write, which `make test` installs.
enum Readers {
    /// Runs a program of theirs, given a file and the project's folder.
    static func run(_ script: String, _ file: String) async throws -> (succeeded: Bool, said: String) {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["ASSAY_CACHE"] ?? (environment["XDG_CACHE_HOME"].map { $0 + "/assay" } ?? (environment["HOME"] ?? "") + "/.cache/assay")
        let python = cache + "/readers/bin/python3"
        try #require(FileManager.default.fileExists(atPath: python), "the readers are not installed; run 'make test'")
        let ended = try await Subprocess.run(
            .path(FilePath(python)), arguments: ["-c", script, file, Places.root], output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (ended.terminationStatus.isSuccess, ended.standardOutput + ended.standardError)
    }
}
