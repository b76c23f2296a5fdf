import AssayCore
import AssayTestSupport
import FoundationEssentials
import GRDB
import Subprocess
import SystemPackage
import Testing

/// What `solve` stores, and how it goes on: a suite's task, a configuration and a scripted model in a folder of their own.
private final class Stored: Sendable {
    let folder: String

    /// Two calls: the analyst's, then the implementer's.
    init(_ server: ScriptedServer) throws {
        folder = try Places.temporary()
        try Data(
            """
            models: {m: {provider: openai-compatible, base_url: "\(server.url)", model: scripted}}
            roles: {analyst: m, planner: m, implementer: m, reviewer: m, fixer: m}
            prices: {version: test, currency: EUR, models: {m: {input: 1, output: 2, cached: 0.5}}}
            pipeline: {kind: multi-step, plan: false}
            """.utf8
        ).write(to: URL(filePath: folder + "/assay.yaml"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static let task = Places.root + "/fixtures/suites/demo/roman-numerals"
    static let right = """
        ```python
        def to_roman(number):
            if not 1 <= number <= 3999:
                raise ValueError(number)
            out = ""
            for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                                   ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")):
                while number >= value:
                    out, number = out + sign, number - value
            return out
        ```
        """

    func run(_ words: [String]) async throws -> Ran { try await assay(words, in: folder) }
    func solve(_ more: [String] = []) async throws -> Ran { try await run(["solve", Self.task] + more) }

    func count(_ sql: String) throws -> Int {
        try DatabaseQueue(path: folder + "/.assay/assay.db").read { try Int.fetchOne($0, sql: "SELECT count(*) FROM " + sql) ?? -1 }
    }

    /// Starts the command and sends it a signal as soon as a condition holds.
    func interrupted(by signal: Signal, when reached: @escaping @Sendable () -> Bool) async throws -> (status: TerminationStatus, err: String) {
        let said = folder + "/said"
        let errors = try FileDescriptor.open(FilePath(said), .writeOnly, options: [.create], permissions: .ownerReadWrite)
        let ended = try await Subprocess.run(
            .path(FilePath(Places.products + "/assay")), arguments: Arguments(["solve", Self.task]), workingDirectory: FilePath(folder),
            input: .none, output: .discarded, error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
        ) { execution in
            while !reached() { try await Task.sleep(for: .milliseconds(20)) }
            try execution.send(signal: signal)
        }
        return (ended.terminationStatus, try String(contentsOfFile: said, encoding: .utf8))
    }
}

@Suite struct StoredSolveTests {
    private static func answer(_ asked: ScriptedServer.Asked, after seconds: Double = 0) -> ScriptedServer.Answer {
        .init(asked.prompt.contains("Do not write code") ? "- Numbers from 1 to 3999." : Stored.right, after: seconds)
    }

    @Test("an answer, every prompt, the costs and the report are stored as those of an experiment, and shown afterwards")
    func stored() async throws {
        let server = try ScriptedServer { Self.answer($0) }
        let stored = try Stored(server)
        let ran = try await stored.solve()
        #expect(ran.status == 0 && ran.err.contains("EUR by the prices of test"), "\(ran.out) \(ran.err)")
        #expect(ran.err.contains("analyze    analyst (m): 120 tokens") && ran.err.contains("verify     round 0: passed, best so far"), "\(ran.err)")
        let shown = try await stored.run(["show", "latest"])
        #expect(shown.status == 0 && shown.out.contains("roman-numerals") && shown.err.contains("--full shows every prompt"), "\(shown.out) \(shown.err)")
        #expect(shown.out.contains("implement") && shown.out.contains("0.000140 EUR"), "\(shown.out)")
        let name = try #require(ran.err.split(separator: " ").first { $0.hasPrefix("solve-") })
        let full = try await stored.run(["show", String(name), "--full"])
        #expect(full.out.contains("> ") && full.out.contains("Do not write code") && full.out.contains("< - Numbers from 1 to 3999."), "\(full.out)")
        #expect(try await stored.run(["list"]).out.contains("solve-roman-numerals"))
        #expect(try stored.count("model_call WHERE state = 'answered'") == 2)
        #expect(try String(contentsOfFile: stored.folder + "/.assay/.gitignore", encoding: .utf8) == "*\n")
        for words in [["reverify", "latest"], ["rerun", "latest"]] {
            let again = try await stored.run(words)
            #expect(again.status == 0, "\(words) \(again.out) \(again.err)")
        }
    }

    @Test("the same command shows its stored answer, another seed and --new ask again")
    func finished() async throws {
        let server = try ScriptedServer { Self.answer($0) }
        let stored = try Stored(server)
        #expect(try await stored.solve().status == 0)
        let again = try await stored.solve(["-o", "answer"])
        #expect(again.status == 0 && again.err.contains("has done this already") && server.asked.count == 2, "\(again.err)")
        #expect(FileManager.default.fileExists(atPath: stored.folder + "/answer/solution.py"), "\(again.out)")
        #expect(try await stored.solve(["--new"]).status == 0)
        #expect(server.asked.count == 4)
        #expect(try await stored.solve(["--seed", "1"]).status == 0)
        #expect(server.asked.count == 6)
        let shown = try await stored.run(["show", "latest", "--json"])
        #expect(shown.out.contains("\"seed\":1"), "\(shown.out)")
        let quiet = try await stored.solve(["-q"])
        #expect(quiet.status == 0 && !quiet.err.contains("has done this already"), "\(quiet.err)")
    }

    @Test("a command that is killed or interrupted in a call goes on: what was answered is not asked for again", arguments: [Signal.kill, .interrupt])
    func resumed(_ signal: Signal) async throws {
        // The second call is in flight when the signal comes.
        let server = try ScriptedServer { Self.answer($0, after: $0.number == 1 ? 900 : 0) }
        let stored = try Stored(server)
        let ended = try await stored.interrupted(by: signal) { server.asked.count == 2 }
        #expect(signal == .kill ? ended.status == .signaled(9) : ended.status == .exited(130), "\(ended)")
        #expect(signal == .kill || ended.err.contains("the same command goes on"), "\(ended.err)")
        let ran = try await stored.solve()
        #expect(ran.status == 0 && ran.err.contains("was begun before and goes on") && ran.err.contains("stored before"), "\(ran.err)")
        let asked = server.asked.map(\.prompt)
        #expect(asked.count == 3 && asked[1] == asked[2] && asked[0] != asked[1])
        #expect(try stored.count("model_call WHERE state = 'answered'") == 2)
        #expect(try stored.count("model_call WHERE state = 'lost'") == 1)
        #expect(try stored.count("attempt WHERE status = 'done' AND tries = 2") == 1)
    }

    @Test("what stands against an answer is said in one block, and a server that is not there in one line")
    func blocked() async throws {
        let server = try ScriptedServer { asked in
            asked.prompt.contains("Do not write code") ? .init("- x") : .init("```python\ndef to_roman(number):\n    return str(number)\n```")
        }
        let stored = try Stored(server)
        let ran = try await stored.solve()
        #expect(ran.status == 1 && ran.out.contains("not solved, because of:\n  "), "\(ran.out) \(ran.err)")
        let config = try Places.text(stored.folder + "/assay.yaml").replacing(":\(server.port)/", with: ":9/")
        try Data(config.utf8).write(to: URL(filePath: stored.folder + "/away.yaml"))
        let away = try await stored.solve(["--config", "away.yaml"])
        #expect(away.status == 3 && away.err.contains("the same command goes on"), "\(away.err)")
    }

    @Test("a database that cannot be written is one line that says where", arguments: ["/proc/a.db", "/dev/full/a.db"])
    func unwritable(_ path: String) async throws {
        let server = try ScriptedServer { Self.answer($0) }
        let stored = try Stored(server)
        let ran = try await stored.solve(["--store", path])
        #expect(ran.status == 73 && ran.err.contains("error: \(path): ") && server.asked.isEmpty, "\(ran.err)")
    }
}
