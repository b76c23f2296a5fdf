import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// What is committed, as git knows it.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: Places.root + "/.git"), "this is no clone"))
struct TrackedFileTests {
    private func git(_ words: [String]) async throws -> (status: TerminationStatus, out: String) {
        let ended = try await Subprocess.run(
            .name("git"), arguments: Arguments(["-c", "safe.directory=*", "-C", Places.root] + words),
            output: .string(limit: 4 << 20), error: .discarded)
        return (ended.terminationStatus, ended.standardOutput)
    }

    private func tracked() async throws -> [String] {
        let listed = try await git(["ls-files"])
        try #require(listed.status.isSuccess)
        return listed.out.split(whereSeparator: \.isNewline).map(String.init)
    }

    @Test("the top of the repository holds what the architecture names and nothing else")
    func top() async throws {
        let names = Set(try await tracked().compactMap { $0.split(separator: "/").first.map(String.init) })
        let agreed: Set = [
            "Package.swift", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "NOTICE", ".swift-format", ".gitignore",
            ".ci", "docs", "sandbox", "Sources", "Tests", "fixtures", "benchmarks",
        ]
        #expect(names == agreed)
    }

    @Test("no output of a run is committed")
    func outputs() async throws {
        let files = try await tracked()
        #expect(files.count > 500)
        let outputs = files.filter { path in
            [".results.jsonl", ".db", ".db-wal", ".db-shm", ".orig", ".rej", ".log", ".pyc", ".o"].contains { path.hasSuffix($0) }
                || path.contains("/__pycache__/") || path.contains("/.assay/") || path.contains("/.build/")
        }
        #expect(outputs == [])
    }

    @Test(
        "what a run leaves beside the checkout's files is ignored",
        arguments: ["sam.results.jsonl", "benchmarks/a.results.jsonl", ".assay/runs.db", ".build/a.log"])
    func ignored(_ path: String) async throws {
        #expect(try await git(["check-ignore", "--quiet", path]).status.isSuccess)
        #expect(try await !git(["check-ignore", "--quiet", "README.md"]).status.isSuccess)
    }

    @Test("nothing that is committed is ignored")
    func contradictions() async throws {
        #expect(try await git(["ls-files", "--cached", "--ignored", "--exclude-standard"]).out == "")
    }
}
