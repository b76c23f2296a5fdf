import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import GRDB
import Testing

@testable import AssayStore

/// A database with one run of four attempts, of which some are done.
private func database(_ path: String, run: String, done: [Int], started: Double = 0) throws -> Store {
    let store = try Store(path: path)
    try store.plan(
        ExperimentRecord(
            id: run, name: "n", created: 1, digest: "d-\(run)", suite: "s", suiteDigest: "sd", seeds: 1, margin: 0.05, alpha: 0.05, orderSeed: 1,
            recording: false, file: "f.yaml", source: "name: n"),
        arms: [ArmRecord(name: "a", settings: "{}", digest: "x")],
        attempts: (0..<4).map { AttemptKey(arm: "a", task: "t\($0)", seed: 0) }, taskDigests: [:])
    for (index, attempt) in try store.attempts(of: run).enumerated() where done.contains(index) {
        try store.begin(attempt.id)
        let report = ReviewReport(
            task: "t", scope: .full, verdict: .passed, tier: .b,
            findings: [Finding(kind: .test, rule: "r", message: "found by \(path.suffix(4))")], checks: [CheckResult(id: "c", kind: .test, status: .passed)],
            limits: SandboxLimits(), toolchain: [:], policy: [], sandbox: SandboxSummary(), duration: 0)
        let request = ModelRequest(model: "m", messages: [ModelMessage(.user, "do \(index)")], maxTokens: 1, temperature: 0, seed: 0)
        let reply = ModelReply(text: "done \(index)", servedBy: "m", usage: TokenUsage(prompt: 3, completion: 4), finish: "stop", seconds: 1)
        try store.record(.call(ModelCall(phase: .implement, role: .implementer, request: request, reply: reply)), of: attempt.id)
        try store.record(.verified(Candidate(files: FileTree(["a.py": "\(index)"])), report, round: 0, best: true), of: attempt.id)
        try store.finish(
            attempt.id,
            AttemptResult(verdict: .passed, tier: .b, visibleVerdict: .passed, claimsDone: true, rounds: 0, stopped: "x", seconds: started))
        try store.write { try $0.execute(sql: "UPDATE attempt SET started = ? WHERE id = ?", arguments: [started + Double(index), attempt.id]) }
    }
    return store
}

/// All that is in a database, table by table, the numbers of rows included.
private func content(_ path: String) throws -> [String] {
    try Store(path: path).read { db in
        try ["experiment", "arm", "attempt", "event", "model_call", "verification", "check_result", "finding", "blob", "audit"].flatMap { table in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
        }
    }
}

@Suite struct MergeTests {
    private let folder: String
    init() throws { folder = try Places.temporary() }

    private func merged(_ stores: [Store], _ name: String) throws -> (Merge.Outcome, [String]) {
        let path = "\(folder)/\(name)"
        let outcome = try Merge(stores).write(to: path)
        #expect(!FileManager.default.fileExists(atPath: path + ".merging"))
        return (outcome, try content(path))
    }

    @Test("attempts that different machines have finished become one run, in whatever order and however often they are given")
    func shards() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let a = try database(folder + "/a.db", run: "r", done: [0, 2], started: 10)
        let b = try database(folder + "/b.db", run: "r", done: [1, 2], started: 20)
        let c = try database(folder + "/c.db", run: "other", done: [3])
        let (outcome, first) = try merged([a, b, c], "1.db")
        #expect(outcome.runs == 2 && outcome.attempts == 8 && outcome.duplicates == 1)
        #expect(try merged([c, b, a], "2.db").1 == first, "commutative")
        #expect(try merged([a, a, b, c, c], "3.db").1 == first, "idempotent")
        let again = try Store(path: folder + "/1.db")
        #expect(try merged([again, a], "4.db").1 == first, "what is merged already is merged again without a change")
        #expect(try merged([try Store(path: folder + "/1.db")], "5.db").1 == first)
        let run = try Store(path: folder + "/1.db")
        #expect(try run.attempts(of: "r").map(\.result.status) == [.done, .done, .done, .planned])
        #expect(try run.attempts(of: "r").map(\.result.usage.prompt) == [3, 3, 3, 0])
        #expect(try run.auditProblems(of: "r") == [] && run.auditProblems(of: "other") == [])
        #expect(first.contains { $0.hasPrefix("finding") && $0.contains("a.db") } && first.count { $0.hasPrefix("verification") } == 4)
    }

    @Test("evidence that was changed is not taken over, and a file that is there is left alone")
    func refused() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let a = try database(folder + "/a.db", run: "r", done: [0])
        try a.write { try $0.execute(sql: "UPDATE attempt SET verdict = 'failed' WHERE status = 'done'") }
        let error = #expect(throws: HarnessError.self) { try Merge([a]).write(to: folder + "/out.db") }
        #expect(error?.message.contains("is not intact") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.hasPrefix("out") })
        #expect(throws: HarnessError.self) { try Merge([a]).write(to: folder + "/a.db") }
        let other = try database(folder + "/b.db", run: "r", done: [])
        try other.write { try $0.execute(sql: "UPDATE experiment SET digest = 'another'") }
        #expect(throws: HarnessError.self) { try Merge([try database(folder + "/c.db", run: "r", done: []), other]).write(to: folder + "/out.db") }
    }
}
