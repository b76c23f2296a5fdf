import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import GRDB
import Testing

@testable import AssayStore

@Suite struct PlainViewTests {
    /// The columns of all views, which is a promise to those who read them; new ones may be added behind the others.
    private static let columns = [
        "runs": """
        run experiment file suite suite_digest created_at arms tasks seeds attempts done lost solved margin alpha stop order_seed from_recording
        verification_version digest
        """,
        "arms": """
        run arm position is_baseline attempts done lost solved false_done calls prompt_tokens completion_tokens cached_tokens estimated_tokens
        seconds digest settings identity
        """,
        "attempts": """
        run arm task seed position status tries verdict tier solved visible_verdict claims_done fix_rounds stopped error started_at seconds calls
        prompt_tokens completion_tokens cached_tokens estimated_tokens lines_added lines_removed branches_added task_digest patch_digest
        """,
        "rounds": """
        run arm task seed verification fix_round scope decides is_best verdict tier seconds checks_passed checks_not_passed findings
        candidate_digest report_digest
        """,
        "calls": """
        run arm task seed call phase role model served_by state prompt_tokens completion_tokens cached_tokens estimated_tokens seconds
        from_recording finish error request_digest reply_digest files_digest
        """,
        "checks": "run arm task seed verification fix_round decides name kind status tag hidden",
        "findings": "run arm task seed verification fix_round decides fingerprint kind rule severity message path line hidden",
    ]

    @Test("the columns of the views stay, in their order", arguments: PlainView.allCases)
    func promised(view: PlainView) throws {
        let queue = try DatabaseQueue()
        try Schema.migrator.migrate(queue)
        let found = try queue.read { db in try db.columns(in: view.rawValue).map(\.name) }
        let promised = (Self.columns[view.rawValue] ?? "").split { $0 == " " || $0 == "\n" }.map(String.init)
        #expect(Array(found.prefix(promised.count)) == promised)
    }

    /// A run whose prompt and candidate are long enough to be packed.
    private func store(_ folder: String) throws -> Store {
        let store = try Store(path: folder + "/a.db")
        try store.plan(
            ExperimentRecord(
                id: "r-1", name: "r", created: 86_400, digest: "d", suite: "s", suiteDigest: "sd", seeds: 1, margin: 0.05, alpha: 0.05, orderSeed: 1,
                recording: false, file: "f.yaml", source: "name: r"),
            arms: [ArmRecord(name: "a", settings: "{}", digest: "x"), ArmRecord(name: "b", settings: "{}", digest: "y")],
            attempts: ["a", "b"].map { AttemptKey(arm: $0, task: "t", seed: 0) }, taskDigests: [:])
        let attempt = try #require(try store.attempts(of: "r-1").first)
        try store.begin(attempt.id)
        let request = ModelRequest(
            model: "m", messages: [ModelMessage(.user, String(repeating: "long ", count: 400))], maxTokens: 1, temperature: 0, seed: 0)
        let reply = ModelReply(text: "\"it\",\n=1", servedBy: "m", usage: TokenUsage(prompt: 3, completion: 4), finish: "stop", seconds: 1)
        try store.record(.call(ModelCall(phase: .implement, role: .implementer, request: request, reply: reply)), of: attempt.id)
        let report = ReviewReport(
            task: "t", scope: .full, verdict: .failed, tier: .b, findings: [Finding(kind: .test, rule: "r", message: "=cmd, \"x\"", path: "a.py", line: 3)],
            checks: [CheckResult(id: "c", kind: .test, status: .failed), CheckResult(id: "d", kind: .test, status: .passed)], limits: SandboxLimits(),
            toolchain: [:], policy: [], sandbox: SandboxSummary(), duration: 0.5)
        try store.record(
            .verified(Candidate(files: FileTree(["a.py": String(repeating: "x = 1\n", count: 400)])), report, round: 0, best: true), of: attempt.id)
        try store.finish(
            attempt.id,
            AttemptResult(verdict: .failed, tier: .b, visibleVerdict: .passed, claimsDone: true, rounds: 0, stopped: "done", seconds: 2))
        return store
    }

    private func rows(_ store: Store, _ view: PlainView, texts: Bool = false) throws -> [[String: StoredValue]] {
        var rows: [[String: StoredValue]] = []
        try store.rows(of: view, run: "r-1", texts: texts) { row in rows.append(Dictionary(row.map { ($0.name, $0.value) }) { one, _ in one }) }
        return rows
    }

    @Test("rows say what happened, what is unknown is null, and texts come unpacked")
    func content() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try store(folder)
        let attempts = try rows(store, .attempts)
        #expect(attempts[0]["solved"] == .integer(0) && attempts[0]["prompt_tokens"] == .integer(3) && attempts[0]["seconds"] == .real(2))
        #expect(attempts[1]["solved"] == .null && attempts[1]["prompt_tokens"] == .null && attempts[1]["status"] == .text("planned"))
        let arms = try rows(store, .arms)
        #expect(arms.map { $0["done"] } == [.integer(1), .integer(0)] && arms[0]["false_done"] == .integer(1) && arms[0]["is_baseline"] == .integer(1))
        let run = try rows(store, .runs)[0]
        #expect(run["created_at"] == .text("1970-01-02T00:00:00Z") && run["tasks"] == .integer(1) && run["attempts"] == .integer(2))
        let call = try rows(store, .calls, texts: true)[0]
        guard case .text(let request)? = call["request"] else {
            Issue.record("no request: \(call)")
            return
        }
        #expect(request.contains("long long") && call["reply"] == .text("\"it\",\n=1") && call["files"] == .null)
        let round = try rows(store, .rounds, texts: true)[0]
        guard case .text(let candidate)? = round["candidate"], case .text(let report)? = round["report"] else {
            Issue.record("no candidate: \(round)")
            return
        }
        #expect(
            candidate.contains("x = 1") && report.contains("\"failed\"") && round["checks_passed"] == .integer(1) && round["checks_not_passed"] == .integer(1))
        #expect(try rows(store, .calls)[0]["request"] == nil, "texts are there where they are asked for")
        #expect(try rows(store, .checks).count == 2 && rows(store, .findings)[0]["line"] == .integer(3))
    }
}
