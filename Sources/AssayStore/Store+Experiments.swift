package import AssayCore
package import AssaySupport
import FoundationEssentials
import GRDB

/// A stored run: one execution of an experiment file.
package struct ExperimentRecord: Sendable {
    /// The id of the run, unique in the database: the name of the experiment and part of a digest.
    package let id: String
    /// The name of the experiment.
    package let name: String
    /// When the run was planned, in seconds since 1970.
    package let created: Double
    /// The digest of everything in the experiment that decides its results.
    package let digest: String
    /// The path or name of the suite.
    package let suite: String
    /// The digest of the identities of all its tasks.
    package let suiteDigest: String
    /// The number of seeds of each arm and task.
    package let seeds: Int
    /// The difference of solve rates, from 0 to 1, up to which arms count as equivalent.
    package let margin: Double
    /// The significance level of the comparisons.
    package let alpha: Double
    /// The seed of the random order of the attempts.
    package let orderSeed: Int64
    /// Whether recorded answers were replayed instead of asking models.
    package let recording: Bool
    /// The path of the experiment file.
    package let file: String
    /// The command that repeats the run.
    package var command: String { "assay bench \(Text.shellLine([file]))" }
    /// When the run ends.
    package let stop: StopRule
    /// The text of the experiment file, from which the run can be repeated; nil in runs that older versions stored.
    package let source: String?
    /// The version of the verification logic that made the verdicts; nil in runs that older versions stored.
    package let verification: Int?
    /// What was asked of a git repository, as JSON; nil in runs on the tasks of a suite.
    package let repository: String?

    /// Makes the record of a run to be planned.
    package init(
        id: String, name: String, created: Double, digest: String, suite: String,
        suiteDigest: String, seeds: Int, margin: Double, alpha: Double, orderSeed: Int64,
        recording: Bool, file: String, stop: StopRule = .fixed,
        source: String? = nil, verification: Int? = nil, repository: String? = nil
    ) {
        self.repository = repository
        self.verification = verification
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

/// A stored arm of a run.
package struct ArmRecord: Sendable {
    /// The name of the arm, unique in the run.
    package let name: String
    /// The settings of its pipeline, as JSON.
    package let settings: String
    /// The digest of its identity.
    package let digest: String
    /// Everything that decides its results, as JSON; nil in runs that older versions stored.
    package let identity: String?

    /// Makes the record of an arm to be planned.
    package init(name: String, settings: String, digest: String, identity: String? = nil) {
        self.identity = identity
        self.name = name
        self.settings = settings
        self.digest = digest
    }
}

/// A stored attempt of a run.
package struct AttemptRecord: Sendable {
    /// The row id of the attempt, valid in this database only.
    package let id: Int64
    /// The arm, task and seed.
    package let key: AttemptKey
    /// The identity of the task when the run was planned.
    package let taskDigest: String
    /// How many functions the task asks for; nil where it does not say.
    package let taskSize: Int?
    /// How often the attempt was started.
    package let tries: Int
    /// The result so far, with the tokens of all stored calls.
    package var result: AttemptResult
}

/// The progress of a run, in numbers of attempts.
package struct RunTally: Sendable {
    /// All planned attempts.
    package let attempts: Int
    /// Attempts that were finished.
    package let done: Int
    /// Finished attempts whose verdict is `passed`.
    package let solved: Int

    /// Makes a tally; without arguments, of a run without attempts.
    package init(attempts: Int = 0, done: Int = 0, solved: Int = 0) {
        self.attempts = attempts
        self.done = done
        self.solved = solved
    }
}

extension Store {
    /// Stores a run with all its attempts in the order in which they will run, before any of them starts.
    ///
    /// - Parameter taskSizes: how many functions each task asks for, where it says so.
    package func plan(
        _ experiment: ExperimentRecord, arms: [ArmRecord], attempts: [AttemptKey], taskDigests: [ExactName: String], taskSizes: [ExactName: Int] = [:]
    ) throws(HarnessError) {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO experiment (id, name, created, digest, suite, suite_digest, seeds,
                        margin, alpha, order_seed, recording, file, stop, source, verification, repository)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    experiment.id, experiment.name, experiment.created, experiment.digest,
                    experiment.suite, experiment.suiteDigest, experiment.seeds, experiment.margin,
                    experiment.alpha, experiment.orderSeed, experiment.recording, experiment.file,
                    experiment.stop.rawValue, experiment.source, experiment.verification, experiment.repository,
                ])
            try Self.log(
                .planned, of: "", in: experiment.id,
                content: Digest.of(experiment.digest, experiment.suiteDigest, "\(attempts.map(\.description))"), db)
            for (position, arm) in arms.enumerated() {
                try db.execute(
                    sql: "INSERT INTO arm (experiment, name, position, settings, digest, identity) VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [experiment.id, arm.name, position, arm.settings, arm.digest, arm.identity])
            }
            let insert = try db.makeStatement(
                sql: """
                    INSERT INTO attempt (experiment, arm, task, task_digest, task_size, seed, position, status)
                    VALUES (?, ?, ?, ?, ?, ?, ?, 'planned')
                    """)
            for (position, attempt) in attempts.enumerated() {
                try insert.execute(
                    arguments: [
                        experiment.id, attempt.arm, attempt.task, taskDigests[ExactName(attempt.task)] ?? "", taskSizes[ExactName(attempt.task)],
                        attempt.seed, position,
                    ])
            }
        }
    }

    /// Returns all runs, the newest first.
    package func experiments() throws(HarnessError) -> [ExperimentRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM experiment ORDER BY created DESC, id DESC").map(Self.experiment)
        }
    }

    /// Finds a run by its id or a unique prefix of it, or the newest as `latest`; throws when none or several match.
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

    /// Returns the newest run with this digest, whether it is finished or can be resumed.
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

    /// Returns the newest run of this experiment name and file, whatever its settings were.
    package func newest(name: String, file: String, recording: Bool) throws(HarnessError) -> ExperimentRecord? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM experiment WHERE name = ? AND file = ? AND recording = ? ORDER BY created DESC LIMIT 1",
                arguments: [name, file, recording]
            ).map(Self.experiment)
        }
    }

    /// Returns the arms of a run in planned order.
    package func arms(of experiment: String) throws(HarnessError) -> [ArmRecord] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT name, settings, digest, identity FROM arm WHERE experiment = ? ORDER BY position",
                arguments: [experiment]
            ).map { ArmRecord(name: $0["name"], settings: $0["settings"], digest: $0["digest"], identity: $0["identity"]) }
        }
    }

    /// Selects the attempts of a run in planned order, with the token sums of their calls.
    package static let attemptsQuery = """
        SELECT a.id, a.arm, a.task, a.task_digest, a.seed, a.status, a.tries, a.verdict, a.tier, a.visible_verdict, a.claims_done,
            a.rounds, a.stopped, a.error, a.seconds, COALESCE(SUM(c.prompt_tokens), 0), COALESCE(SUM(c.completion_tokens), 0),
            COALESCE(SUM(c.cached_tokens), 0), COUNT(c.id), a.added, a.removed, a.branches,
            COALESCE(SUM(c.estimated_tokens), 0), a.task_size
        FROM attempt a LEFT JOIN model_call c ON c.attempt = a.id
        WHERE a.experiment = ? GROUP BY a.id ORDER BY a.position
        """

    /// Returns the progress of every run, by its id.
    package func tallies() throws(HarnessError) -> [String: RunTally] {
        try read { db in
            var tallies: [String: RunTally] = [:]
            let rows = try Row.fetchCursor(db, sql: Self.talliesQuery)
            while let row = try rows.next() { tallies[row[0]] = RunTally(attempts: row[1], done: row[2], solved: row[3]) }
            return tallies
        }
    }

    /// Counts attempts by run from the index alone, without reading the table.
    package static let talliesQuery = """
        SELECT experiment, COUNT(*), SUM(status = 'done'), COALESCE(SUM(verdict = 'passed'), 0) FROM attempt INDEXED BY attempt_by_outcome
        GROUP BY experiment
        """

    /// Returns the attempts of a run in planned order, with token sums.
    package func attempts(of experiment: String) throws(HarnessError) -> [AttemptRecord] {
        try read { db in
            var attempts: [AttemptRecord] = []
            let rows = try Row.fetchCursor(db, sql: Self.attemptsQuery, arguments: [experiment])
            // Columns are read by number, which halves the time for a large run compared with names.
            while let row = try rows.next() { attempts.append(Self.attempt(row)) }
            return attempts
        }
    }

    /// Reads a row of `attemptsQuery`; an unknown verdict or tier becomes nil.
    private static func attempt(_ row: Row) -> AttemptRecord {
        AttemptRecord(
            id: row[0], key: AttemptKey(arm: row[1], task: row[2], seed: row[4]), taskDigest: row[3], taskSize: row[23], tries: row[6],
            result: AttemptResult(
                status: AttemptStatus(rawValue: row[5]) ?? .harnessError, verdict: (row[7] as String?).flatMap(Verdict.init),
                tier: (row[8] as String?).flatMap(AssuranceTier.init), visibleVerdict: (row[9] as String?).flatMap(Verdict.init),
                claimsDone: row[10], rounds: row[11], stopped: row[12], error: row[13], seconds: row[14] ?? 0,
                usage: TokenUsage(prompt: row[15], completion: row[16], cached: row[17], estimated: row[22]), calls: row[18],
                change: (row[19] as Int?).map { ChangeSize(added: $0, removed: row[20] ?? 0, branches: row[21] ?? 0) }))
    }

    private static func experiment(_ row: Row) -> ExperimentRecord {
        ExperimentRecord(
            id: row["id"], name: row["name"], created: row["created"], digest: row["digest"],
            suite: row["suite"], suiteDigest: row["suite_digest"], seeds: row["seeds"],
            margin: row["margin"], alpha: row["alpha"], orderSeed: row["order_seed"],
            recording: row["recording"], file: row["file"], stop: StopRule(rawValue: row["stop"]) ?? .fixed, source: row["source"],
            verification: row["verification"], repository: row["repository"])
    }
}
