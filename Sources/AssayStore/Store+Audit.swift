package import AssayCore
import AssaySupport
import GRDB

/// One line of an experiment's log, which only grows: each line's hash covers the one before it.
package struct AuditEntry: Sendable, Equatable {
    package enum Kind: String, Sendable { case planned, begun, verified, finished, failed }
    /// The hash of the line before, or of what was planned.
    package var previous: String
    /// The attempt that it is about, as `arm/task/seed`; empty for the plan.
    package var attempt: String
    package var kind: Kind
    /// What happened: digests of candidate and report, a verdict, an error.
    package var content: String
    package var hash: String

    /// SHA-256 of the line before and everything in this one.
    static func hash(after previous: String, attempt: String, kind: Kind, content: String) -> String {
        Digest.of(previous, attempt, kind.rawValue, content)
    }
}

/// What the evidence of an experiment does not agree on.
package struct AuditProblem: Sendable, Equatable, Codable {
    /// The attempt, as `arm/task/seed`.
    package let attempt: String
    package let message: String

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
    /// Appends to the log of an attempt's experiment, in the transaction of what it is about.
    static func log(_ kind: AuditEntry.Kind, of attempt: Int64, content: String = "", in db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT experiment, arm, task, seed FROM attempt WHERE id = ?", arguments: [attempt]) else { return }
        try log(kind, of: name(row), in: row["experiment"], content: content, db)
    }

    static func log(_ kind: AuditEntry.Kind, of attempt: String, in experiment: String, content: String, _ db: Database) throws {
        let previous =
            try String.fetchOne(db, sql: "SELECT hash FROM audit WHERE experiment = ? ORDER BY id DESC LIMIT 1", arguments: [experiment])
            ?? Digest.of(experiment)
        try db.execute(
            sql: "INSERT INTO audit (experiment, cell, kind, content, hash) VALUES (?, ?, ?, ?, ?)",
            arguments: [experiment, attempt, kind.rawValue, content, AuditEntry.hash(after: previous, attempt: attempt, kind: kind, content: content)])
    }

    private static func name(_ row: Row) -> String { key(row).description }

    /// The key of a row of the table `attempt`.
    static func key(_ row: Row) -> AttemptKey { AttemptKey(arm: row["arm"], task: row["task"], seed: row["seed"]) }

    /// The log of an experiment, from its first line.
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

    /// Compares log, verdicts and evidence of an experiment; nothing is run.
    ///
    /// A line that was changed, taken out or put in breaks the chain; a verdict or a stored text that was changed
    /// differs from the line that tells of it.
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
                // Runs from before there was a log have none.
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

    static func verifiedContent(scope: String, verdict: String, candidate: String, report: String) -> String {
        "\(scope) \(verdict) \(candidate) \(report)"
    }
}
