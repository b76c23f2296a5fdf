import AssayCore
import FoundationEssentials
import Subprocess
import Testing

/// The ledger, a small Python package with one failing test, under git; the model is a command that says what it is told to.
private struct Ledger {
    private let repository: IssueRepository
    let config: String
    var folder: String { repository.folder }
    var outside: String { repository.outside }

    static let fix = """
        FILE: ledger/amounts.py
        ```python
        <<<<<<< SEARCH
            return sign * (abs(int(whole)) * 100 + int(cents or "0"))
        =======
            return sign * (abs(int(whole)) * 100 + int(cents.ljust(2, "0")))
        >>>>>>> REPLACE
        ```
        """

    init(answering answer: String) async throws {
        repository = try await IssueRepository("ledger-bug")
        let path = try repository.write(answer, "answer")
        let config = """
            models:
              writer: {provider: command, command: [/bin/sh, -c, "cat \(path); cat > \(repository.outside)/asked"], edit_format: search_replace}
            pipeline: {kind: single-pass}
            roles: {implementer: writer}
            """
        self.config = try repository.write(config, "assay.yaml")
    }

    func git(_ words: [String]) async throws -> String { try await repository.git(words) }

    func solve(_ more: [String] = [], environment: [Environment.Key: String] = [:]) async throws -> Ran {
        try await assay(
            ["solve", "--repo", folder, "--task", "Amounts with one decimal are read wrongly.", "--config", config] + more, in: outside,
            environment: environment)
    }
}

@Suite struct SolveRepositoryTests {
    @Test("a task on a repository ends in a patch that applies, and the working tree is left alone")
    func patch() async throws {
        let ledger = try await Ledger(answering: Ledger.fix)
        defer { try? FileManager.default.removeItem(atPath: ledger.outside) }
        let ran = try await ledger.solve(["-o", "fix.patch"])
        #expect(ran.status == 0 && ran.err.contains("before any change: failed") && ran.out.contains("✓ ledger: passed"), "\(ran.out) \(ran.err)")
        #expect(try await ledger.git(["status", "--porcelain"]) == "")
        _ = try await ledger.git(["apply", ledger.outside + "/fix.patch"])
        #expect(try await ledger.git(["diff", "--stat"]).contains("ledger/amounts.py | 2 +-"))
        // The model was told what fails, what the project asks for, and how to write.
        let asked = try String(contentsOfFile: ledger.outside + "/asked", encoding: .utf8)
        #expect(asked.contains("test_edge_one_decimal") && asked.contains("whole cents; never floats") && asked.contains("<<<<<<< SEARCH"))
    }

    @Test("the activated environment of Python judges, as in verify: one without an interpreter that runs is told")
    func environment() async throws {
        let ledger = try await Ledger(answering: Ledger.fix)
        defer { try? FileManager.default.removeItem(atPath: ledger.outside) }
        let place = ledger.outside + "/venv"
        try FileManager.default.createDirectory(atPath: place + "/bin", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: place + "/bin/python3", withDestinationPath: "/bin/false")
        let ran = try await ledger.solve(environment: ["VIRTUAL_ENV": place])
        #expect(ran.status == 3, "\(ran.err)")
        #expect(try await ledger.solve(environment: ["VIRTUAL_ENV": "/nowhere"]).status == 0)
    }

    @Test("what prompts would show is printed without a test run or a model")
    func context() async throws {
        let ledger = try await Ledger(answering: Ledger.fix)
        defer { try? FileManager.default.removeItem(atPath: ledger.outside) }
        let ran = try await ledger.solve(["--show-context"])
        #expect(ran.status == 0 && ran.out.contains("## Existing file `ledger/amounts.py`") && !ran.err.contains("verify"), "\(ran.out) \(ran.err)")
        #expect(!FileManager.default.fileExists(atPath: ledger.outside + "/asked"))
    }

    @Test("a clean tree is changed when it is asked for and every check passed")
    func applied() async throws {
        let ledger = try await Ledger(answering: Ledger.fix)
        defer { try? FileManager.default.removeItem(atPath: ledger.outside) }
        let ran = try await ledger.solve(["--apply"])
        #expect(ran.status == 0 && ran.err.contains("applied to"), "\(ran.err)")
        #expect(try await ledger.git(["status", "--porcelain"]) == " M ledger/amounts.py\n")
    }

    @Test("a dirty tree is never touched; without --apply its last commit is worked on")
    func dirty() async throws {
        let ledger = try await Ledger(answering: Ledger.fix)
        defer { try? FileManager.default.removeItem(atPath: ledger.outside) }
        try Data("mine\n".utf8).write(to: URL(filePath: ledger.folder + "/README.md"))
        let refused = try await ledger.solve(["--apply"])
        #expect(refused.status == 65 && refused.err.contains("commit or stash"), "\(refused.err)")
        let ran = try await ledger.solve()
        #expect(ran.status == 0 && ran.err.contains("'README.md' differs from the last commit"), "\(ran.err)")
        #expect(try await ledger.git(["status", "--porcelain"]) == " M README.md\n")
    }

    @Test(
        "what does not pass is shown and not applied",
        arguments: [
            "```\nI do not know.\n```", Ledger.fix.replacing("ljust(2, \"0\")", with: "rjust(2, \"0\")"),
            "FILE: tests/test_ledger.py\n```python\ndef test_nothing():\n    pass\n```", "FILE: ../outside.py\n```python\nx = 1\n```",
        ])
    func unsolved(_ answer: String) async throws {
        let ledger = try await Ledger(answering: answer)
        defer { try? FileManager.default.removeItem(atPath: ledger.outside) }
        let ran = try await ledger.solve(["--apply"])
        #expect(ran.status == 1, "\(ran.out) \(ran.err)")
        #expect(try await ledger.git(["status", "--porcelain"]) == "")
        #expect(!FileManager.default.fileExists(atPath: ledger.outside + "/outside.py"))
    }

    @Test(
        "bad input is one line that says what to do",
        arguments: [
            (["solve", "--repo", "/tmp"], Int32(64), "--task"), (["solve", "--repo", "/", "--task", "x"], 65, "git"),
            (["solve", "--task", "x"], 64, "--repo"), (["solve", "--repo", ".", "--task", "@nowhere.md"], 66, "nowhere.md"), (["solve"], 64, "SUITE/TASK"),
        ])
    func bad(_ words: [String], _ status: Int32, _ says: String) async throws {
        let ledger = try await Ledger(answering: "")
        defer { try? FileManager.default.removeItem(atPath: ledger.outside) }
        let ran = try await assay(words + (status > 64 ? ["--config", ledger.config] : []), in: ledger.folder)
        #expect(ran.status == status && ran.err.contains(says), "\(ran.status ?? -1) \(ran.err)")
    }
}
