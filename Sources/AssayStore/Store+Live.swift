package import AssayCore
import GRDB

/// An attempt of a run that is under way or has come out, with its times.
package struct TimedAttempt: Sendable, Equatable {
    /// The row id of the attempt.
    package let id: Int64
    /// The arm, task and seed.
    package let key: AttemptKey
    /// The status of the attempt.
    package let status: AttemptStatus
    /// The verdict; nil while there is none.
    package let verdict: Verdict?
    /// When it began, in seconds since 1970; 0 where that is not stored.
    package let started: Double
    /// How long it took, in seconds; 0 while it is under way.
    package let seconds: Double
    /// What it did last, of an attempt that is under way.
    package let note: String?

    /// Makes an attempt with its times.
    package init(id: Int64, key: AttemptKey, status: AttemptStatus, verdict: Verdict?, started: Double, seconds: Double, note: String? = nil) {
        self.id = id
        self.key = key
        self.status = status
        self.verdict = verdict
        self.started = started
        self.seconds = seconds
        self.note = note
    }
}

extension Store {
    /// Returns the attempts of a run that are under way, the oldest first.
    package func running(in experiment: String) throws(HarnessError) -> [TimedAttempt] {
        try timed("a.experiment = ? AND a.status = 'running' ORDER BY a.started, a.id LIMIT 100", experiment)
    }

    /// Returns the attempts of a run that came out last, the latest first.
    package func latest(_ count: Int, in experiment: String) throws(HarnessError) -> [TimedAttempt] {
        try timed(
            "a.experiment = ? AND a.status IN ('done', 'harness_error') ORDER BY a.started + COALESCE(a.seconds, 0) DESC, a.id DESC LIMIT \(count)", experiment)
    }

    private func timed(_ condition: String, _ experiment: String) throws(HarnessError) -> [TimedAttempt] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.id, a.arm, a.task, a.seed, a.status, a.verdict, COALESCE(a.started, 0), COALESCE(a.seconds, 0),
                        (SELECT note FROM event WHERE attempt = a.id ORDER BY id DESC LIMIT 1)
                    FROM attempt a WHERE \(condition)
                    """, arguments: [experiment]
            ).map { row in
                TimedAttempt(
                    id: row[0], key: AttemptKey(arm: row[1], task: row[2], seed: row[3]), status: AttemptStatus(rawValue: row[4]) ?? .harnessError,
                    verdict: (row[5] as String?).flatMap(Verdict.init), started: row[6], seconds: row[7], note: row[8])
            }
        }
    }

    /// A number that changes whenever another process has written to the database.
    package func version() throws(HarnessError) -> Int {
        try read { db in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
    }
}
