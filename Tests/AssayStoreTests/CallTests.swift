import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import GRDB
import Testing

@testable import AssayStore

private func request(_ seed: Int) -> ModelRequest {
    ModelRequest(model: "m", messages: [ModelMessage(.user, "hello")], maxTokens: 100, temperature: 0, seed: seed)
}

private func call(_ seed: Int, _ reply: String? = nil, error: String? = nil, isLost: Bool = false) -> ModelCall {
    ModelCall(
        phase: .implement, role: .implementer, request: request(seed),
        reply: reply.map { ModelReply(text: $0, servedBy: "s", usage: TokenUsage(prompt: 3, completion: 4), finish: "stop", seconds: 1) },
        error: error, isLost: isLost)
}

/// A store with one attempt that has been begun.
private func begun(_ folder: String) throws -> (store: Store, attempt: Int64) {
    let store = try Store(path: folder + "/a.db")
    let record = ExperimentRecord(
        id: "run-1", name: "run", created: 1, digest: "d", suite: "s", suiteDigest: "sd", seeds: 1, margin: 0.05, alpha: 0.05, orderSeed: 1,
        recording: false, file: "f.yaml")
    try store.plan(record, arms: [ArmRecord(name: "a", settings: "{}", digest: "x")], attempts: [AttemptKey(arm: "a", task: "t", seed: 0)], taskDigests: [:])
    let attempt = try #require(try store.attempts(of: "run-1").first).id
    try store.begin(attempt)
    return (store, attempt)
}

private func states(_ store: Store) throws -> [String] {
    try store.read { db in try String.fetchAll(db, sql: "SELECT state FROM model_call ORDER BY id") }
}

@Suite struct CallTests {
    private let folder: String
    init() throws { folder = try Places.temporary() }

    @Test("a call is stored before it is sent, and ended by its answer, a refusal or a broken answer")
    func states() throws {
        let (store, attempt) = try begun(folder)
        try store.record(.sent(call(0)), of: attempt)
        #expect(try AssayStoreTests.states(store) == ["sent"])
        try store.record(.call(call(0, "one")), of: attempt)
        for (seed, isLost) in [(1, false), (2, true)] {
            try store.record(.sent(call(seed)), of: attempt)
            try store.record(.call(call(seed, error: "no", isLost: isLost)), of: attempt)
        }
        #expect(try AssayStoreTests.states(store) == ["answered", "failed", "lost"])
        #expect(try store.lostCalls(of: "run-1") == 1)
        #expect(try store.attempts(of: "run-1")[0].result.usage == TokenUsage(prompt: 3, completion: 4))
    }

    @Test("an estimate of tokens stays one, and how answers ended is counted")
    func estimates() throws {
        let (store, attempt) = try begun(folder)
        var cut = call(0, "one")
        cut.reply?.usage = TokenUsage(prompt: 3, completion: 4, estimated: 4)
        cut.reply?.finish = AnswerEnd.length.rawValue
        try store.record(.call(cut), of: attempt)
        try store.record(.call(call(1, "two")), of: attempt)
        #expect(try store.attempts(of: "run-1")[0].result.usage == TokenUsage(prompt: 6, completion: 8, estimated: 4))
        var earlier = try store.earlierCalls(of: attempt)
        #expect(earlier.take(request(0))?.reply.usage.estimated == 4)
        #expect(try store.spent(of: "run-1").map(\.usage.totalText) == ["≈14"])
        #expect(try store.answerEnds(of: "run-1") == [attempt: [.length: 1, .stop: 1]])
    }

    @Test("what a killed process was answered is kept, what it waited for is lost, and nothing is deleted")
    func killed() throws {
        let (store, attempt) = try begun(folder)
        try store.record(.phase(.implement, note: "begins"), of: attempt)
        try store.record(.sent(call(0)), of: attempt)
        try store.record(.call(call(0, "one")), of: attempt)
        try store.record(.sent(call(1)), of: attempt)
        let again = try Store(path: folder + "/a.db")
        #expect(try again.recover("run-1") == 1)
        try again.begin(attempt)
        #expect(try AssayStoreTests.states(again) == ["answered", "lost"])
        var earlier = try again.earlierCalls(of: attempt)
        #expect(earlier.lost == [request(1)])
        let taken = earlier.take(request(0))
        let stored = try #require(taken)
        #expect(stored.reply == call(0, "one").reply)
        let more = (earlier.take(request(0)), earlier.take(request(1)))
        #expect(more.0 == nil && more.1 == nil)
        try again.record(.phase(.implement, note: "begins"), of: attempt)
        try again.record(.reused(call(0, "one"), stored: stored.id), of: attempt)
        let events = try again.events(of: attempt)
        #expect(events.map(\.note) == ["implementer asked m", "begins", "implementer asked m"])
        #expect(events[0].error?.contains("may have been paid") == true && events[2].reply == "one")
        #expect(try again.attempts(of: "run-1")[0].result.calls == 2)
        #expect(try again.attempts(of: "run-1")[0].tries == 2)
    }

    @Test("files that an agent made are part of its stored answer")
    func files() throws {
        let (store, attempt) = try begun(folder)
        var made = call(0, "done")
        var tree = FileTree()
        try tree.set("a.py", "A = 1\n")
        made.reply?.files = tree
        made.reply?.deleted = ["old.py"]
        try store.record(.call(made), of: attempt)
        var earlier = try store.earlierCalls(of: attempt)
        let taken = earlier.take(request(0))
        #expect(taken?.reply.files == tree && taken?.reply.deleted == ["old.py"])
    }

    @Test("a database of a version before is read where it may not be written to, and stays as it is")
    func older() throws {
        let path = folder + "/old.db"
        let queue = try DatabaseQueue(path: path)
        queue.inDatabase { $0.add(function: PackedText.function) }
        try Schema.migrator.migrate(queue, upTo: "views for analysts")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO blob VALUES ('q', '{}'), ('r', 'hi');
                    INSERT INTO experiment (id, name, created, digest, suite, suite_digest, seeds, margin, alpha, order_seed, recording, file)
                        VALUES ('e', 'e', 1, 'd', 's', 's', 1, 0.05, 0.05, 1, 0, 'f');
                    INSERT INTO arm VALUES ('e', 'a', 0, '{}', 'x');
                    INSERT INTO attempt (id, experiment, arm, task, task_digest, seed, position, status, verdict) VALUES (1, 'e', 'a', 't', '', 0, 0, 'done', 'passed');
                    INSERT INTO event VALUES (1, 1, 'implement', 'x'), (2, 1, 'implement', 'y');
                    INSERT INTO model_call (attempt, event, phase, role, model, request, reply, prompt_tokens, completion_tokens, cached_tokens, seconds, recorded)
                        VALUES (1, 1, 'implement', 'implementer', 'm', 'q', 'r', 5, 6, 0, 1, 0);
                    INSERT INTO model_call (attempt, event, phase, role, model, request, prompt_tokens, completion_tokens, cached_tokens, seconds, recorded, error)
                        VALUES (1, 2, 'implement', 'implementer', 'm', 'q', 0, 0, 0, 1, 0, 'refused');
                    """)
        }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: path))
        let old = try Store(readOnly: path)
        #expect(try old.attempts(of: "e")[0].result.usage == TokenUsage(prompt: 5, completion: 6))
        #expect(try AssayStoreTests.states(old) == ["answered", "failed"])
        #expect(try old.read { db in try Int.fetchOne(db, sql: "SELECT sum(failed) FROM call_summary") } == 1)
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try Store(path: path).events(of: 1).map(\.error) == [nil, "refused"])
    }
}
