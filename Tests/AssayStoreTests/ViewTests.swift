import GRDB
import Testing

@testable import AssayStore

@Suite struct ViewTests {
    /// A run of two arms on one task: `a` passed with two calls, `b` said "done" and failed a hidden check.
    private static func database() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try Schema.migrator.migrate(queue)
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO experiment (id, name, created, digest, suite, suite_digest, seeds, margin, alpha, order_seed, recording, file)
                        VALUES ('demo-1', 'demo', 1, 'd', 's', 'sd', 1, 0.05, 0.05, 1, 0, 'demo.yaml');
                    INSERT INTO arm (experiment, name, position, settings, digest) VALUES ('demo-1', 'a', 0, '{}', 'x'), ('demo-1', 'b', 1, '{}', 'y');
                    INSERT INTO attempt (id, experiment, arm, task, task_digest, seed, position, status, verdict, tier, visible_verdict, claims_done, seconds)
                        VALUES (1, 'demo-1', 'a', 't', 'q', 0, 0, 'done', 'passed', 'B', 'passed', 1, 2.5),
                            (2, 'demo-1', 'b', 't', 'q', 0, 1, 'done', 'failed', 'B', 'passed', 1, 4.0);
                    INSERT INTO blob VALUES ('r', 'text');
                    INSERT INTO event VALUES (1, 1, 'implement', ''), (2, 1, 'fix', ''), (3, 2, 'verify', '');
                    INSERT INTO model_call
                        (attempt, event, phase, role, model, request, state, reply, prompt_tokens, completion_tokens, cached_tokens, seconds, recorded)
                        VALUES (1, 1, 'implement', 'implementer', 'm', 'r', 'answered', 'r', 10, 5, 2, 1.0, 0), (1, 2, 'fix', 'fixer', 'm', 'r', 'answered', 'r', 20, 6, 3, 1.5, 0);
                    INSERT INTO verification VALUES (1, 2, 3, 0, 1, 'visible', 'r', 'r', 'passed', 'B', 1.0), (2, 2, 3, 0, 1, 'full', 'r', 'r', 'failed', 'B', 1.0);
                    INSERT INTO check_result VALUES (1, 'seen', 'test', 'passed', NULL, 0), (2, 'hidden', 'test', 'failed', 'edge', 1);
                    INSERT INTO finding VALUES (2, 'f', 'test', 'assertion', 'error', 'wrong value', 'a.py', 3, 1);
                    """)
        }
        return queue
    }

    private static func rows(_ sql: String) throws -> [String] {
        try database().read { db in
            try Row.fetchAll(db, sql: sql).map { row in row.databaseValues.map { "\($0)" }.joined(separator: "|") }
        }
    }

    @Test("an attempt has its tokens beside its verdict; one without calls has none")
    func attempts() throws {
        let found = try Self.rows("SELECT arm, solved, visible_passed, calls, prompt_tokens, completion_tokens FROM attempt_summary ORDER BY arm")
        #expect(found == ["\"a\"|1|1|2|30|11", "\"b\"|0|1|NULL|NULL|NULL"])
    }

    @Test("an arm counts what it solved and what it wrongly called done")
    func arms() throws {
        let found = try Self.rows("SELECT arm, attempts, done, lost, solved, false_done FROM arm_summary ORDER BY arm")
        #expect(found == ["\"a\"|1|1|0|1|0", "\"b\"|1|1|0|0|1"])
    }

    @Test("calls are summed by phase, role and model")
    func calls() throws {
        let found = try Self.rows("SELECT phase, role, calls, prompt_tokens, failed FROM call_summary ORDER BY phase")
        #expect(found == ["\"fix\"|\"fixer\"|1|20|0", "\"implement\"|\"implementer\"|1|10|0"])
    }

    @Test("only the verification that decides gives checks and findings")
    func deciding() throws {
        #expect(try Self.rows("SELECT arm, name, status, hidden FROM deciding_check") == ["\"b\"|\"hidden\"|\"failed\"|1"])
        #expect(try Self.rows("SELECT arm, rule, line FROM deciding_finding") == ["\"b\"|\"assertion\"|3"])
    }
}
