import AssayCore
import AssayTestSupport
import FoundationEssentials
import Testing

/// Issues on small packages (fixtures/issues): a bug, a feature and a refactoring in Python and Swift each; in Rust, Go and
/// JavaScript two each, among them a new file, a rename, a security fix and a change of three files.
@Suite struct RepositoryIssueTests {
    private static let names = ["ledger-bug", "ledger-feature", "ledger-refactoring", "shelf-bug", "shelf-feature", "shelf-refactoring"]

    @Test("an issue's checks fail before any work, and no answer is no solution", arguments: names)
    func red(_ name: String) async throws {
        let issue = try await IssueRepository(name)
        defer { try? FileManager.default.removeItem(atPath: issue.outside) }
        let config = "models: {m: {provider: command, command: [/bin/echo, nothing]}}\npipeline: {kind: single-pass}\nroles: {implementer: m}\n"
        let path = try issue.write(config, "assay.yaml")
        let ran = try await assay(["solve", "--repo", issue.folder, "--task", issue.statement, "--config", path], in: issue.outside)
        #expect(ran.status == 1, "\(ran.out) \(ran.err)")
        #expect(ran.err.contains("before any change: ") && !ran.err.contains("before any change: passed"), "\(ran.err)")
    }

    @Test(
        "what a local model once answered solves the issue again, as a change of the working tree that passes",
        arguments: names.filter { $0 != "ledger-refactoring" })
    func solved(_ name: String) async throws {
        let issue = try await IssueRepository(name)
        defer { try? FileManager.default.removeItem(atPath: issue.outside) }
        let ran = try await assay(
            [
                "solve", "--repo", issue.folder, "--task", issue.statement, "--apply",
                "--config", Places.root + "/benchmarks/experiments/repository.yaml",
                "--replay", Places.root + "/fixtures/cassettes/issues.jsonl",
            ], in: issue.outside)
        #expect(ran.status == 0, "\(ran.out) \(ran.err)")
        let changed = try await issue.git(["status", "--porcelain"])
        #expect(!changed.isEmpty && changed.split(separator: "\n").allSatisfy { !$0.contains("ests/") }, "\(changed)")
        let judged = try await assay(["verify", issue.folder, "--no-cache"], in: issue.outside)
        #expect(judged.status == 0, "\(judged.out)")
    }

    @Test(
        "an issue in Rust, Go or JavaScript, whose checks fail before, is solved by a right answer, which changes what it says and no more",
        arguments: [
            ("tally-new-file", [" M src/lib.rs", "?? src/top.rs"]), ("tally-three-files", [" M src/count.rs", " M src/lib.rs", " M src/report.rs"]),
            ("postbox-bug", [" M box.go"]), ("postbox-rename", [" D address/parse.go", "?? address/address.go"]),
            ("board-security", [" M lib/notes.js"]), ("board-feature", [" M lib/notes.js"]),
        ])
    func scripted(_ name: String, _ changed: [String]) async throws {
        let issue = try await IssueRepository(name)
        defer { try? FileManager.default.removeItem(atPath: issue.outside) }
        let answer = "\(Places.root)/fixtures/issues/\(name)/answer.md"
        let config = "models: {m: {provider: command, command: [/bin/cat, \(answer)]}}\npipeline: {kind: single-pass}\nroles: {implementer: m}\n"
        let path = try issue.write(config, "assay.yaml")
        let ran = try await assay(["solve", "--repo", issue.folder, "--task", issue.statement, "--apply", "--config", path], in: issue.outside)
        #expect(ran.status == 0, "\(ran.out) \(ran.err)")
        #expect(ran.err.contains("before any change: ") && !ran.err.contains("before any change: passed"), "\(ran.err)")
        #expect(try await issue.git(["status", "--porcelain"]).split(separator: "\n").map(String.init).sorted() == changed)
    }
}
