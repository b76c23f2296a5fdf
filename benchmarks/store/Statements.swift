import AssayCore
import AssayStore
import GRDB

/// The queries of the store, in SQLite's own words.
enum Statements {
    static let list = Store.talliesQuery
    static let attempts = Store.attemptsQuery
    static let reasons = Store.reasonsQuery
}

extension Store {
    /// Ends every attempt of some runs with one call, one verification and a finding for each that failed, here and in a
    /// database beside it.
    func finishForBenchmark(runs: [String], with raw: RawDatabase) throws {
        let fill = """
            INSERT OR IGNORE INTO blob VALUES ('one', 'text');
            INSERT INTO event (attempt, phase, note) SELECT id, 'implement', 'm asked' FROM attempt WHERE experiment IN (\(runs.map { "'\($0)'" }.joined(separator: ", ")));
            INSERT INTO model_call (attempt, event, phase, role, model, request, reply, prompt_tokens, completion_tokens, cached_tokens, seconds, recorded, finish)
                SELECT attempt, id, 'implement', 'implementer', 'm', 'one', 'one', 300, 120, 10, 1.5, 0, 'stop' FROM event;
            INSERT INTO verification (attempt, event, round, best, scope, candidate, report, verdict, tier, seconds)
                SELECT attempt, id, 0, 1, 'full', 'one', 'one', 'failed', 'B', 0.5 FROM event;
            INSERT INTO finding (verification, fingerprint, kind, rule, severity, message, hidden)
                SELECT id, 'f', 'test', 'assertion', 'error', 'expected 3, got 4', 1 FROM verification WHERE attempt % 3 = 0;
            UPDATE attempt SET status = 'done', verdict = CASE WHEN id % 3 = 0 THEN 'failed' ELSE 'passed' END, tier = 'B', visible_verdict = 'passed',
                claims_done = 1, stopped = 'all checks pass', started = 1, seconds = 2 WHERE id IN (SELECT attempt FROM event);
            """
        try DatabaseQueue(path: path).write { try $0.execute(sql: fill) }
        try raw.run(fill)
    }
}
