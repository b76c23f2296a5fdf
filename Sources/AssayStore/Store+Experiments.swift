package import AssayCore
package import AssaySupport
import FoundationEssentials
import GRDB

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
        if found.isEmpty {
            let near = TextDistance.question(id, of: all.map(\.id) + all.map(\.name))
            throw HarnessError(.missing, "\(path): no run is named '\(id)'; \(near)'assay list' shows them")
        }
        guard found.count == 1, let one = found.first else {
            throw HarnessError(.suite, "\(path): '\(id)' names \(found.count) runs; write more of the id")
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
