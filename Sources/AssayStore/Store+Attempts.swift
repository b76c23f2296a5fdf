package import AssayCore
import AssaySupport
import FoundationEssentials
import GRDB

extension Store {
    /// Sets attempts that were interrupted or failed in the harness back to planned, and returns their number.
    ///
    /// Finished attempts are never changed. The calls stay: stored answers are used again, and calls without one may have
    /// been paid for.
    package func recover(_ experiment: String) throws(HarnessError) -> Int {
        try write { db in
            let lost = try Int64.fetchAll(
                db,
                sql: "SELECT id FROM attempt WHERE experiment = ? AND status IN ('running', 'harness_error')",
                arguments: [experiment])
            for id in lost {
                try Self.log(.failed, of: id, content: "left half done", in: db)
                try Self.loseOpenCalls(of: id, db)
                try db.execute(sql: "UPDATE attempt SET status = 'planned', error = NULL WHERE id = ?", arguments: [id])
            }
            return lost.count
        }
    }

    /// Marks an attempt as running; of earlier tries the calls and what the checks said before any change are kept, other
    /// events and verifications deleted.
    package func begin(_ attempt: Int64) throws(HarnessError) {
        try write { db in
            try Self.log(.begun, of: attempt, in: db)
            try Self.loseOpenCalls(of: attempt, db)
            try db.execute(
                sql: """
                    DELETE FROM event WHERE attempt = ?1 AND id NOT IN (SELECT event FROM model_call WHERE attempt = ?1)
                        AND substr(note, 1, length(?2)) <> ?2
                    """, arguments: [attempt, Baseline.mark])
            try db.execute(
                sql: "UPDATE attempt SET status = 'running', tries = tries + 1, started = ? WHERE id = ?",
                arguments: [Date().timeIntervalSince1970, attempt])
        }
    }

    /// Marks an attempt as done and stores its result; tokens and calls are summed from the stored calls instead.
    ///
    /// `patch` is the change to a repository that the attempt delivers.
    package func finish(_ attempt: Int64, _ result: AttemptResult, patch: String? = nil) throws(HarnessError) {
        try write { db in
            let patch = try patch.map { try Self.keep($0, db) }
            try Self.log(.finished, of: attempt, content: result.verdict?.rawValue ?? "", in: db)
            try db.execute(
                sql: """
                    UPDATE attempt SET status = 'done', verdict = ?, tier = ?, visible_verdict = ?,
                        claims_done = ?, rounds = ?, stopped = ?, seconds = ?, added = ?, removed = ?, branches = ?,
                        patch = ?, error = NULL WHERE id = ?
                    """,
                arguments: [
                    result.verdict?.rawValue, result.tier?.rawValue, result.visibleVerdict?.rawValue,
                    result.claimsDone, result.rounds, result.stopped, result.seconds, result.change?.added, result.change?.removed,
                    result.change?.branches, patch, attempt,
                ])
        }
    }

    /// Marks an attempt as failed in the harness, which says nothing about the candidate.
    package func fail(_ attempt: Int64, _ message: String) throws(HarnessError) {
        try write { db in
            try Self.log(.failed, of: attempt, content: message, in: db)
            try db.execute(
                sql: "UPDATE attempt SET status = 'harness_error', error = ? WHERE id = ?",
                arguments: [message, attempt])
        }
    }

    /// Stores one event of an attempt with its call or verification, in one transaction.
    package func record(_ event: AttemptEvent, of attempt: Int64) throws(HarnessError) {
        try write { db in
            switch event {
            case .phase(let phase, let note):
                _ = try Self.insertEvent(of: attempt, phase: phase, note: note, db)
            case .sent(let call): try Self.insert(call, of: attempt, db)
            case .call(let call): try Self.end(call, of: attempt, db)
            case .reused(let call, let id): try Self.reuse(call, id, of: attempt, db)
            case .verified(let candidate, let report, let round, let best):
                let note = "round \(round): \(report.verdict.rawValue)\(best ? ", best so far" : "")"
                let event = try Self.insertEvent(of: attempt, phase: .verify, note: note, db)
                try Self.insert(candidate, report, round: round, best: best, of: attempt, event: event, db)
            }
        }
    }

    /// Stores an event and returns its row id.
    static func insertEvent(
        of attempt: Int64, phase: Phase, note: String, _ db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: "INSERT INTO event (attempt, phase, note) VALUES (?, ?, ?)",
            arguments: [attempt, phase.rawValue, note])
        return db.lastInsertedRowID
    }

    private static func insert(
        _ candidate: Candidate, _ report: ReviewReport, round: Int, best: Bool,
        of attempt: Int64, event: Int64, _ db: Database
    ) throws {
        let tree = try keep(JSON.line(candidate), db)
        let text = try keep(JSON.line(report), db)
        try log(
            .verified, of: attempt, content: verifiedContent(scope: report.scope.rawValue, verdict: report.verdict.rawValue, candidate: tree, report: text),
            in: db)
        try db.execute(
            sql: """
                INSERT INTO verification (attempt, event, round, best, scope, candidate, report, verdict,
                    tier, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                attempt, event, round, best, report.scope.rawValue, tree, text,
                report.verdict.rawValue, report.tier.rawValue, report.duration,
            ])
        let verification = db.lastInsertedRowID
        for check in report.checks {
            try db.execute(
                sql: "INSERT INTO check_result (verification, name, kind, status, tag, hidden) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    verification, check.id, check.kind.rawValue, check.status.rawValue,
                    check.tag?.rawValue, check.hidden,
                ])
        }
        for finding in report.findings {
            try db.execute(
                sql: """
                    INSERT INTO finding (verification, fingerprint, kind, rule, severity, message, path,
                        line, hidden) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    verification, finding.fingerprint, finding.kind.rawValue, finding.rule,
                    finding.severity.rawValue, finding.message, finding.path, finding.line,
                    finding.hidden,
                ])
        }
    }
}

/// Stores the events of one attempt as they happen.
package struct AttemptRecorder: EventSink {
    private let store: Store
    private let attempt: Int64

    /// Records events under the row id of an attempt.
    package init(store: Store, attempt: Int64) {
        self.store = store
        self.attempt = attempt
    }

    /// Stores one event; throws when the database cannot be written.
    package func record(_ event: AttemptEvent) async throws(HarnessError) {
        try store.record(event, of: attempt)
    }
}
