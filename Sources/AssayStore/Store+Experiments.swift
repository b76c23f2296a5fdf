package import AssayCore
import AssaySupport
import FoundationEssentials
import GRDB

/// An experiment as it is stored.
package struct ExperimentRecord: Sendable {
    package var id: String
    package var name: String
    package var created: Double
    package var digest: String
    package var suite: String
    package var suiteDigest: String
    package var seeds: Int
    package var margin: Double
    package var alpha: Double
    package var orderSeed: Int64
    package var recording: Bool
    package var file: String
    /// When the run ends: `fixed` or `sequential`.
    package var stop: String
    /// The text of that file, from which the run can be repeated; nil in runs that older versions stored.
    package var source: String?

    package init(
        id: String, name: String, created: Double, digest: String, suite: String,
        suiteDigest: String, seeds: Int, margin: Double, alpha: Double, orderSeed: Int64,
        recording: Bool, file: String, stop: String = "fixed",
        source: String? = nil
    ) {
        self.source = source
        self.stop = stop
        self.id = id
        self.name = name
        self.created = created
        self.digest = digest
        self.suite = suite
        self.suiteDigest = suiteDigest
        self.seeds = seeds
        self.margin = margin
        self.alpha = alpha
        self.orderSeed = orderSeed
        self.recording = recording
        self.file = file
    }
}

/// An arm as it is stored.
package struct ArmRecord: Sendable {
    package var name: String
    package var settings: String
    package var digest: String
    package init(name: String, settings: String, digest: String) {
        self.name = name
        self.settings = settings
        self.digest = digest
    }
}

/// A cell as it is planned.
package struct PlannedAttempt: Sendable {
    package var arm: String
    package var task: String
    package var taskDigest: String
    package var seed: Int
    package var position: Int
    package init(arm: String, task: String, taskDigest: String, seed: Int, position: Int) {
        self.arm = arm
        self.task = task
        self.taskDigest = taskDigest
        self.seed = seed
        self.position = position
    }
}

/// Where an attempt stands; the words of the column `attempt.status`.
package enum AttemptStatus: String, Sendable {
    case planned, running, done
    /// Given up: the harness failed, not the candidate.
    case harnessError = "harness_error"

    /// Whether it is still to end.
    package var isOpen: Bool { self == .planned || self == .running }
}

/// An attempt as it is stored.
package struct AttemptRecord: Sendable {
    package var id: Int64
    package var arm: String
    package var task: String
    package var taskDigest: String
    package var seed: Int
    package var status: AttemptStatus
    package var tries: Int
    package var verdict: String?
    package var tier: String?
    package var visibleVerdict: String?
    package var claimsDone: Bool
    package var rounds: Int
    package var stopped: String?
    package var error: String?
    package var seconds: Double
    package var promptTokens: Int
    package var completionTokens: Int
    package var cachedTokens: Int
    package var calls: Int
    package var change: ChangeSize?

    /// Its name within the experiment, as the log has it.
    package var cell: String { Self.cell(arm, task, seed) }

    static func cell(_ arm: String, _ task: String, _ seed: Int) -> String { "\(arm)/\(task)/\(seed)" }
}

/// How far a run is.
package struct RunTally: Sendable {
    package var attempts = 0
    package var done = 0
    package var solved = 0
    package init(attempts: Int = 0, done: Int = 0, solved: Int = 0) {
        self.attempts = attempts
        self.done = done
        self.solved = solved
    }
}

extension Store {
    /// Stores an experiment with all its cells, before anything is run.
    package func plan(
        _ experiment: ExperimentRecord, arms: [ArmRecord], attempts: [PlannedAttempt]
    ) throws(HarnessError) {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO experiment (id, name, created, digest, suite, suite_digest, seeds,
                        margin, alpha, order_seed, recording, file, stop, source)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    experiment.id, experiment.name, experiment.created, experiment.digest,
                    experiment.suite, experiment.suiteDigest, experiment.seeds, experiment.margin,
                    experiment.alpha, experiment.orderSeed, experiment.recording, experiment.file,
                    experiment.stop, experiment.source,
                ])
            try Self.log(
                experiment.id, "", .planned,
                Digest.of(experiment.digest, experiment.suiteDigest, "\(attempts.map { "\($0.arm)/\($0.task)/\($0.seed)" })"), db)
            for (position, arm) in arms.enumerated() {
                try db.execute(
                    sql: "INSERT INTO arm (experiment, name, position, settings, digest) VALUES (?, ?, ?, ?, ?)",
                    arguments: [experiment.id, arm.name, position, arm.settings, arm.digest])
            }
            let insert = try db.makeStatement(
                sql: """
                    INSERT INTO attempt (experiment, arm, task, task_digest, seed, position, status)
                    VALUES (?, ?, ?, ?, ?, ?, 'planned')
                    """)
            for attempt in attempts {
                try insert.execute(
                    arguments: [
                        experiment.id, attempt.arm, attempt.task, attempt.taskDigest, attempt.seed,
                        attempt.position,
                    ])
            }
        }
    }

    /// Returns all experiments, the newest first.
    package func experiments() throws(HarnessError) -> [ExperimentRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM experiment ORDER BY created DESC, id DESC").map(Self.experiment)
        }
    }

    /// Finds an experiment by its id or a unique beginning of it; `latest` is the newest.
    package func experiment(_ id: String) throws(HarnessError) -> ExperimentRecord {
        let all = try experiments()
        if id == "latest", let newest = all.first { return newest }
        let found = all.filter { $0.id == id || $0.id.hasPrefix(id) }
        guard found.count == 1, let one = found.first else {
            throw HarnessError(
                .suite,
                found.isEmpty
                    ? "\(path): no run is named '\(id)'; 'assay list' shows them"
                    : "\(path): '\(id)' names \(found.count) runs; write more of the id")
        }
        return one
    }

    /// Returns the newest experiment with this digest, finished or to be resumed.
    package func newest(digest: String, recording: Bool) throws(HarnessError) -> ExperimentRecord? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM experiment WHERE digest = ? AND recording = ?
                    ORDER BY created DESC LIMIT 1
                    """, arguments: [digest, recording]
            ).map(Self.experiment)
        }
    }

    /// Returns the arms in planned order.
    package func arms(of experiment: String) throws(HarnessError) -> [ArmRecord] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT name, settings, digest FROM arm WHERE experiment = ? ORDER BY position",
                arguments: [experiment]
            ).map { ArmRecord(name: $0["name"], settings: $0["settings"], digest: $0["digest"]) }
        }
    }

    package static let attemptsQuery = """
        SELECT a.id, a.arm, a.task, a.task_digest, a.seed, a.status, a.tries, a.verdict, a.tier, a.visible_verdict, a.claims_done,
            a.rounds, a.stopped, a.error, a.seconds, COALESCE(SUM(c.prompt_tokens), 0), COALESCE(SUM(c.completion_tokens), 0),
            COALESCE(SUM(c.cached_tokens), 0), COUNT(c.id), a.added, a.removed, a.branches
        FROM attempt a LEFT JOIN model_call c ON c.attempt = a.id
        WHERE a.experiment = ? GROUP BY a.id ORDER BY a.position
        """

    /// How many attempts each run has, and how many of them are done and solved.
    package func tallies() throws(HarnessError) -> [String: RunTally] {
        try read { db in
            var tallies: [String: RunTally] = [:]
            let rows = try Row.fetchCursor(db, sql: Self.talliesQuery)
            while let row = try rows.next() { tallies[row[0]] = RunTally(attempts: row[1], done: row[2], solved: row[3]) }
            return tallies
        }
    }

    package static let talliesQuery = """
        SELECT experiment, COUNT(*), SUM(status = 'done'), COALESCE(SUM(verdict = 'passed'), 0) FROM attempt INDEXED BY attempt_by_outcome
        GROUP BY experiment
        """

    /// Returns the attempts of an experiment in planned order, with token sums.
    package func attempts(of experiment: String) throws(HarnessError) -> [AttemptRecord] {
        try read { db in
            var attempts: [AttemptRecord] = []
            let rows = try Row.fetchCursor(db, sql: Self.attemptsQuery, arguments: [experiment])
            // By place, not by name: that is half the time of reading a large run.
            while let row = try rows.next() {
                attempts.append(
                    AttemptRecord(
                        id: row[0], arm: row[1], task: row[2], taskDigest: row[3], seed: row[4],
                        status: AttemptStatus(rawValue: row[5]) ?? .harnessError, tries: row[6], verdict: row[7], tier: row[8],
                        visibleVerdict: row[9], claimsDone: row[10], rounds: row[11], stopped: row[12], error: row[13],
                        seconds: row[14] ?? 0, promptTokens: row[15], completionTokens: row[16], cachedTokens: row[17], calls: row[18],
                        change: (row[19] as Int?).map { ChangeSize(added: $0, removed: row[20] ?? 0, branches: row[21] ?? 0) }))
            }
            return attempts
        }
    }

    private static func experiment(_ row: Row) -> ExperimentRecord {
        ExperimentRecord(
            id: row["id"], name: row["name"], created: row["created"], digest: row["digest"],
            suite: row["suite"], suiteDigest: row["suite_digest"], seeds: row["seeds"],
            margin: row["margin"], alpha: row["alpha"], orderSeed: row["order_seed"],
            recording: row["recording"], file: row["file"], stop: row["stop"], source: row["source"])
    }
}
