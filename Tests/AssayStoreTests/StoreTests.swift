import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import GRDB
import Glibc
import Testing

@testable import AssayStore

private func planned(_ path: String) throws -> (Store, String) {
    let store = try Store(path: path)
    let record = ExperimentRecord(
        id: "run-1", name: "run", created: 1, digest: "d", suite: "s", suiteDigest: "sd", seeds: 1,
        margin: 0.05, alpha: 0.05, orderSeed: 1, recording: false, file: "f.yaml")
    try store.plan(
        record, arms: [ArmRecord(name: "a", settings: "{}", digest: "x")],
        attempts: (0..<3).map { AttemptKey(arm: "a", task: "t\($0)", seed: 0) }, taskDigests: [:],
        taskSizes: [ExactName("t1"): 4])
    return (store, record.id)
}

private let end = AttemptResult(
    verdict: .passed, tier: .b, visibleVerdict: .passed, claimsDone: true, rounds: 0, stopped: "x", seconds: 1)

private func call(_ text: String) -> AttemptEvent {
    .call(
        ModelCall(
            phase: .implement, role: .implementer,
            request: ModelRequest(model: "m", messages: [], maxTokens: 1, temperature: 0, seed: 0),
            reply: ModelReply(text: text, servedBy: "m", usage: TokenUsage(prompt: 3, completion: 4), finish: "stop", seconds: 1)))
}

@Suite struct StoreTests {
    @Test("attempts are stored before anything runs, and done attempts survive a killed process")
    func recovery() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (store, run) = try planned(folder + "/a.db")
        let attempts = try store.attempts(of: run)
        #expect(attempts.map(\.result.status) == [.planned, .planned, .planned])
        #expect(attempts.map(\.taskSize) == [nil, 4, nil], "what does not say its size has none")
        try store.begin(attempts[0].id)
        try store.record(call("one"), of: attempts[0].id)
        try store.finish(attempts[0].id, end)
        try store.begin(attempts[1].id)
        try store.record(call("half"), of: attempts[1].id)
        // As after kill -9: another process opens the same file.
        let again = try Store(path: folder + "/a.db")
        #expect(try again.newest(digest: "d", recording: false)?.id == run)
        #expect(try again.recover(run) == 1)
        let after = try again.attempts(of: run)
        #expect(after.map(\.result.status) == [.done, .planned, .planned])
        #expect(after[0].result.usage == TokenUsage(prompt: 3, completion: 4))
        #expect(after[1].result.calls == 1 && after[1].tries == 1, "what half an attempt asked is neither forgotten nor counted twice")
        #expect(try again.events(of: attempts[0].id).first?.reply == "one")
    }

    @Test("the schema refuses a done attempt without a verdict and the same attempt twice")
    func invariants() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (store, _) = try planned(folder + "/a.db")
        #expect(throws: HarnessError.self) {
            try store.plan(
                ExperimentRecord(
                    id: "run-2", name: "n", created: 1, digest: "d", suite: "s", suiteDigest: "s", seeds: 1,
                    margin: 0.05, alpha: 0.05, orderSeed: 1, recording: false, file: "f"),
                arms: [ArmRecord(name: "a", settings: "", digest: "")],
                attempts: (0..<2).map { _ in AttemptKey(arm: "a", task: "t", seed: 0) }, taskDigests: [:])
        }
        #expect(try store.experiments().map(\.id) == ["run-1"], "a refused plan leaves nothing")
    }

    @Test("a file that is no database is refused and left as it is")
    func notADatabase() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = String(repeating: "not a database ", count: 100)
        try Data(text.utf8).write(to: URL(filePath: folder + "/a.db"))
        let error = #expect(throws: HarnessError.self) { try Store(path: folder + "/a.db") }
        #expect(error?.message.contains("not an intact SQLite database") == true)
        #expect(try String(contentsOfFile: folder + "/a.db", encoding: .utf8) == text)
    }

    @Test("a missing database and an unknown run are one clear line")
    func missing() throws {
        #expect(throws: HarnessError.self) { try Store.existing("/nonexistent/a.db") }
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (store, _) = try planned(folder + "/a.db")
        #expect(try store.experiment("run").id == "run-1")
        #expect(throws: HarnessError.self) { try store.experiment("zzz") }
    }

    @Test("the log tells of everything, only grows, and finds what was changed behind its back")
    func audit() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (store, run) = try planned(folder + "/a.db")
        let attempt = try store.attempts(of: run)[0].id
        let report = ReviewReport(
            task: "t0", scope: .full, verdict: .passed, tier: .b, findings: [], checks: [], limits: SandboxLimits(), toolchain: [:], policy: [],
            sandbox: SandboxSummary(), duration: 0)
        try store.begin(attempt)
        try store.record(.verified(Candidate(files: FileTree(["a.py": "x"])), report, round: 0, best: true), of: attempt)
        try store.finish(attempt, end)
        #expect(try store.audit(of: run).map(\.kind) == [.planned, .begun, .verified, .finished])
        #expect(try store.auditProblems(of: run) == [])

        #expect(throws: HarnessError.self) { try store.write { try $0.execute(sql: "UPDATE audit SET content = 'x'") } }
        for (change, says) in [
            ("UPDATE attempt SET verdict = 'failed' WHERE id = 1", "the verdict is 'failed', the log says 'passed'"),
            ("UPDATE blob SET content = unpacked(content) || ' ' WHERE digest = (SELECT candidate FROM verification)", "not the one that was judged"),
            ("UPDATE verification SET verdict = 'failed'", "not those of the log"),
            ("DELETE FROM audit WHERE kind = 'begun'", "line 2 of the log"),
        ] {
            let copy = folder + "/\(says.count).db"
            try store.database.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO '\(copy)'") }
            let other = try Store(path: copy)
            #expect(try other.auditProblems(of: run) == [])
            try other.write { try $0.execute(sql: change) }
            #expect(try other.auditProblems(of: run).contains { $0.message.contains(says) }, "\(change)")
        }
    }

    @Test("long texts are packed and come back as they were; what is no text of ours is none")
    func packed() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (store, run) = try planned(folder + "/a.db")
        let attempt = try store.attempts(of: run)[0].id
        let texts = [
            String(repeating: "the same line\n", count: 400), "short", (0..<600).map { _ in "\(UInt8.random(in: 0...9))" }.joined(),
            String(repeating: "é😀", count: 500),
        ]
        try store.begin(attempt)
        for text in texts { try store.record(call(text), of: attempt) }
        #expect(try store.events(of: attempt).compactMap(\.reply) == texts)
        let size = try store.read { try Int.fetchOne($0, sql: "SELECT SUM(length(content)) FROM blob WHERE typeof(content) = 'blob'") ?? 0 }
        #expect(size > 0 && size < 500, "4,000 and more bytes as they are")
        for bomb: [UInt8] in [[], [1, 2], [0xFF, 0xFF, 0xFF, 0xFF, 1], [0, 0, 0, 9, 1, 2, 3]] { #expect(PackedText.unpack(Data(bomb).databaseValue) == nil) }
    }

    @Test("a database of a version before texts were packed opens, and its texts are read")
    func older() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let queue = try DatabaseQueue(path: folder + "/old.db")
        try Schema.migrator.migrate(queue, upTo: "say when a run ends")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO experiment (id, name, created, digest, suite, suite_digest, seeds, margin, alpha, order_seed, recording, file)
                        VALUES ('old', 'n', 1, 'd', 's', 's', 1, 0.05, 0.05, 1, 0, 'f');
                    INSERT INTO arm VALUES ('old', 'a', 0, '{}', 'x');
                    INSERT INTO attempt (id, experiment, arm, task, task_digest, seed, position, status) VALUES (1, 'old', 'a', 't', 'q', 0, 0, 'planned');
                    INSERT INTO blob VALUES ('q', 'question'), ('r', 'reply');
                    INSERT INTO event (id, attempt, phase, note) VALUES (1, 1, 'implement', 'asked');
                    INSERT INTO model_call (attempt, event, phase, role, model, request, reply, prompt_tokens, completion_tokens, cached_tokens, seconds, recorded)
                        VALUES (1, 1, 'implement', 'implementer', 'm', 'q', 'r', 1, 1, 0, 1, 0);
                    """)
        }
        try queue.close()
        let store = try Store.existing(folder + "/old.db")
        #expect(try store.events(of: 1).first?.reply == "reply")
        #expect(try store.experiment("old").source == nil)
        let broken = try store.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count }
        #expect(broken == 0)
    }

    @Test("a phase and a role that this version does not know are read as they were stored")
    func unknownWords() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (store, run) = try planned(folder + "/a.db")
        let attempt = try store.attempts(of: run)[0].id
        try store.begin(attempt)
        try store.record(call("one"), of: attempt)
        #expect(try store.spent(of: run).first?.phase == .known(.implement))
        #expect(try store.spent(of: run).first?.role == .known(.implementer))
        try store.write { try $0.execute(sql: "UPDATE event SET phase = 'dream'; UPDATE model_call SET phase = 'dream', role = 'poet'") }
        #expect(try store.events(of: attempt).first?.phase == .unknown("dream"))
        let spent = try #require(try store.spent(of: run).first)
        #expect(spent.phase == .unknown("dream") && spent.role == .unknown("poet"))
        #expect(try JSON.line([spent.phase.rawValue, spent.role.rawValue]) == #"["dream","poet"]"#)
        #expect(try JSON.line([spent.phase]) == #"["dream"]"#, "written as the word, as before")
    }

    @Test("a database that a newer version wrote is refused and left as it is")
    func newer() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (store, _) = try planned(folder + "/a.db")
        try store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')") }
        try store.close()
        let error = #expect(throws: HarnessError.self) { try Store(path: folder + "/a.db") }
        #expect(error?.message.contains("newer version of assay") == true)
        let rows = try DatabaseQueue(path: folder + "/a.db").read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM attempt") }
        #expect(rows == 3)
    }

    @Test("two processes write to one database, each sees what the other has done, and a full disk loses nothing")
    func shared() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (first, run) = try planned(folder + "/a.db")
        let second = try Store(path: folder + "/a.db")
        let ids = try first.attempts(of: run).map(\.id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (store, id) in [(first, ids[0]), (second, ids[1])] {
                group.addTask {
                    try store.begin(id)
                    for number in 0..<50 { try store.record(call("\(id) \(number)"), of: id) }
                    try store.finish(id, end)
                }
            }
            try await group.waitForAll()
        }
        #expect(try first.attempts(of: run).map(\.result.status) == [.done, .done, .planned])
        #expect(try second.attempts(of: run).map(\.result.calls) == [50, 50, 0])
        #expect(try first.auditProblems(of: run) == [])
        // SQLite's own bound on pages fails as a full disk does.
        try second.write { try $0.execute(sql: "PRAGMA max_page_count = 1") }
        try second.begin(ids[2])
        let text = (0..<200_000).map { "\($0)" }.joined()
        let error = #expect(throws: HarnessError.self) { try second.record(call(text), of: ids[2]) }
        #expect(error?.message.contains("the disk is full; nothing stored before is lost") == true)
        #expect(try first.attempts(of: run).map(\.result.status) == [.done, .done, .running])
        #expect(try first.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }
}
