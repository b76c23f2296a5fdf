package import AssayCore
import AssaySupport
import GRDB

/// One line of the append-only log of a run; its hash covers the hash of the line before, so the lines form a chain.
package struct AuditEntry: Sendable, Equatable {
    /// The event that a line tells of.
    package enum Kind: String, Sendable {
        /// The run was planned.
        case planned
        /// An attempt was begun.
        case begun
        /// A candidate was verified.
        case verified
        /// An attempt was finished.
        case finished
        /// An attempt failed in the harness or was interrupted.
        case failed
    }

    /// The hash of the line before; for the first line, the digest of the run's id.
    package let previous: String
    /// The attempt that the line is about, as `arm/task/seed`; empty for the plan.
    package let attempt: String
    /// The kind of event.
    package let kind: Kind
    /// Details by kind: a digest of the plan, scope, verdict and digests of a verification, a verdict, or an error.
    package let content: String
    /// The hash that was stored with the line.
    package let hash: String

    /// SHA-256 of the hash of the line before and of all fields of this line.
    static func hash(after previous: String, attempt: String, kind: Kind, content: String) -> String {
        Digest.of(previous, attempt, kind.rawValue, content)
    }
}

/// A contradiction within the stored evidence of a run.
package struct AuditProblem: Sendable, Equatable, Codable {
    /// The attempt, as `arm/task/seed`.
    package let attempt: String
    /// What contradicts what.
    package let message: String

    /// Reports a contradiction in the evidence of an attempt.
    package init(attempt: String, message: String) {
        self.attempt = attempt
        self.message = message
    }

    private enum CodingKeys: String, CodingKey {
        case attempt = "cell"
        case message
    }
}

extension Store {
    /// Appends a line on an attempt to the log of its run, in the transaction that stores the event itself.
    static func log(_ kind: AuditEntry.Kind, of attempt: Int64, content: String = "", in db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT experiment, arm, task, seed FROM attempt WHERE id = ?", arguments: [attempt]) else { return }
        try log(kind, of: name(row), in: row["experiment"], content: content, db)
    }

    /// Appends a line to the log of a run, chained to the line before.
    static func log(_ kind: AuditEntry.Kind, of attempt: String, in experiment: String, content: String, _ db: Database) throws {
        let previous =
            try String.fetchOne(db, sql: "SELECT hash FROM audit WHERE experiment = ? ORDER BY id DESC LIMIT 1", arguments: [experiment])
            ?? Digest.of(experiment)
        try db.execute(
            sql: "INSERT INTO audit (experiment, cell, kind, content, hash) VALUES (?, ?, ?, ?, ?)",
            arguments: [experiment, attempt, kind.rawValue, content, AuditEntry.hash(after: previous, attempt: attempt, kind: kind, content: content)])
    }

    private static func name(_ row: Row) -> String { key(row).description }

    /// The key of an attempt, from a row of the table `attempt`.
    static func key(_ row: Row) -> AttemptKey { AttemptKey(arm: row["arm"], task: row["task"], seed: row["seed"]) }

    /// Returns the log of a run from its first line.
    package func audit(of experiment: String) throws(HarnessError) -> [AuditEntry] {
        try read { db in
            var previous = Digest.of(experiment)
            return try Row.fetchAll(db, sql: "SELECT * FROM audit WHERE experiment = ? ORDER BY id", arguments: [experiment]).map { row in
                defer { previous = row["hash"] }
                return AuditEntry(
                    previous: previous, attempt: row["cell"], kind: AuditEntry.Kind(rawValue: row["kind"]) ?? .failed, content: row["content"],
                    hash: row["hash"])
            }
        }
    }

    /// Compares the log of a run with its stored verdicts, reports and candidates, without running anything.
    ///
    /// Changing, removing or inserting a line breaks the chain of hashes; changing a verdict or a stored text makes it differ
    /// from the line that logged it. Runs stored before there was a log have no problems.
    package func auditProblems(of experiment: String) throws(HarnessError) -> [AuditProblem] {
        let log = try audit(of: experiment)
        var problems: [AuditProblem] = []
        var finished: [String: String] = [:]
        var verified: [String: [String]] = [:]
        for (index, entry) in log.enumerated() {
            if entry.hash != AuditEntry.hash(after: entry.previous, attempt: entry.attempt, kind: entry.kind, content: entry.content) {
                problems.append(AuditProblem(attempt: entry.attempt, message: "line \(index + 1) of the log is not what was written"))
            }
            switch entry.kind {
            case .begun: (finished[entry.attempt], verified[entry.attempt]) = (nil, [])
            case .finished: finished[entry.attempt] = entry.content
            case .verified: verified[entry.attempt, default: []].append(entry.content)
            case .planned, .failed: break
            }
        }
        return try problems
            + read { db in
                var found: [AuditProblem] = []
                // Older versions stored runs without a log.
                guard !log.isEmpty else { return found }
                for row in try Row.fetchAll(db, sql: "SELECT * FROM attempt WHERE experiment = ? AND status = 'done'", arguments: [experiment]) {
                    let (name, id): (String, Int64) = (Self.name(row), row["id"])
                    let verdict: String = row["verdict"]
                    if finished[name] != verdict {
                        found.append(AuditProblem(attempt: name, message: "the verdict is '\(verdict)', the log says '\(finished[name] ?? "nothing")'"))
                    }
                    let stored = try Row.fetchAll(
                        db,
                        sql: """
                            SELECT v.candidate, v.report, v.verdict, v.scope, unpacked(k.content) AS tree, unpacked(p.content) AS said FROM verification v
                            JOIN blob k ON k.digest = v.candidate JOIN blob p ON p.digest = v.report WHERE v.attempt = ? ORDER BY v.id
                            """, arguments: [id])
                    let lines = stored.map {
                        Self.verifiedContent(scope: $0["scope"], verdict: $0["verdict"], candidate: $0["candidate"], report: $0["report"])
                    }
                    if lines != verified[name] ?? [] {
                        found.append(AuditProblem(attempt: name, message: "its verifications are not those of the log"))
                    }
                    for one in stored where Self.digest(of: one["tree"]) != one["candidate"] || Self.digest(of: one["said"]) != one["report"] {
                        found.append(AuditProblem(attempt: name, message: "a stored candidate or report is not the one that was judged"))
                    }
                }
                return found
            }
    }

    private static func digest(of text: String?) -> String? { text.map { Digest.of($0) } }

    /// The content of the log line of a verification: scope, verdict and the digests of candidate and report.
    static func verifiedContent(scope: String, verdict: String, candidate: String, report: String) -> String {
        "\(scope) \(verdict) \(candidate) \(report)"
    }
}
