package import AssayCore
import AssaySupport
import FoundationEssentials
import GRDB
import Glibc

/// Joins databases of the same or of different runs into a new one.
///
/// The result depends only on what is in them: not on their order, nor on how often one is given. A run that is in
/// several is joined attempt by attempt; of an attempt that more than one has finished, the one that began first counts.
package struct Merge {
    private let sources: [Store]

    /// What a merge has written.
    package struct Outcome: Sendable, Equatable {
        package var runs = 0
        package var attempts = 0
        /// Finished attempts that were in more than one database and differ.
        package var duplicates = 0
    }

    package init(_ sources: [Store]) { self.sources = sources }

    /// Writes the new database, which must not be there yet; nothing is left of it when that fails.
    package func write(to path: String) throws(HarnessError) -> Outcome {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw HarnessError(.storage, "\(path) is there already; name a new file, or move that one away")
        }
        guard access(path.parentFolder, W_OK) == 0 else {
            throw HarnessError(.storage, "\(path): its folder is not there or cannot be written to; name another with -o")
        }
        let unfinished = path + ".merging"
        func clear() { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: unfinished + end) } }
        clear()
        defer { clear() }
        let target = try Store(path: unfinished)
        let outcome = try fill(target)
        try target.close()
        do {
            try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        } catch {
            throw HarnessError(.storage, "\(path): cannot be written")
        }
        return outcome
    }

    private func fill(_ target: Store) throws(HarnessError) -> Outcome {
        var outcome = Outcome()
        var runs: [String: [Store]] = [:]
        var records: [ExperimentRecord] = []
        for source in sources {
            for record in try source.experiments() {
                if runs[record.id] == nil { records.append(record) }
                runs[record.id, default: []].append(source)
            }
        }
        for record in records.sorted(by: { ($0.created, $0.id) < ($1.created, $1.id) }) {
            let own = runs[record.id] ?? []
            for source in own {
                guard try source.experiment(record.id).digest == record.digest else {
                    throw HarnessError(.storage, "the run '\(record.id)' is another experiment in \(source.path) than in \(own[0].path)")
                }
                if let problem = try source.auditProblems(of: record.id).first {
                    throw HarnessError(.storage, "\(source.path): the evidence of '\(record.id)' is not intact: \(problem.attempt) \(problem.message)")
                }
            }
            try join(record, of: own, into: target, counting: &outcome)
        }
        return outcome
    }

    /// An attempt of one source, with what decides between it and others.
    private struct Offer {
        var source: Int
        var row: Row
        var isDone: Bool { row["status"] == "done" }
        /// The smaller one is taken.
        var rank: (Int, Double, String) {
            let status: String = row["status"]
            let order = status == "done" ? 0 : status == "harness_error" ? 1 : 2
            return (order, row["started"] ?? .infinity, [row["verdict"], row["tier"], row["stopped"]].map { $0 ?? "" as String }.joined(separator: "|"))
        }
    }

    private func join(
        _ record: ExperimentRecord, of sources: [Store], into target: Store, counting outcome: inout Outcome
    ) throws(HarnessError) {
        var offers: [Int: Offer] = [:]
        for (index, source) in sources.enumerated() {
            let rows = try source.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM attempt WHERE experiment = ?", arguments: [record.id])
            }
            for row in rows {
                let offer = Offer(source: index, row: row)
                let position: Int = row["position"]
                guard let other = offers[position] else {
                    offers[position] = offer
                    continue
                }
                if offer.isDone, other.isDone, offer.rank != other.rank { outcome.duplicates += 1 }
                if offer.rank < other.rank { offers[position] = offer }
            }
        }
        let first = sources[0]
        let heads = try first.read { db in
            (
                try Row.fetchAll(db, sql: "SELECT * FROM experiment WHERE id = ?", arguments: [record.id]),
                try Row.fetchAll(db, sql: "SELECT * FROM arm WHERE experiment = ? ORDER BY position", arguments: [record.id])
            )
        }
        let logs = try sources.map { source throws(HarnessError) in try source.audit(of: record.id) }
        try target.write { db in
            for row in heads.0 { try Self.insert(row, into: "experiment", db) }
            for row in heads.1 { try Self.insert(row, into: "arm", db) }
            for entry in logs[0] where entry.kind == .planned { try Store.log(entry.kind, of: entry.attempt, in: record.id, content: entry.content, db) }
        }
        for position in offers.keys.sorted() {
            guard let offer = offers[position] else { continue }
            let copied = try sources[offer.source].read { db in try Copied(offer.row, db) }
            try target.write { db in
                try copied.insert(db)
                // Each attempt's lines follow one another, so that the chain is the same whatever was merged first.
                let name = Store.key(offer.row).description
                for entry in logs[offer.source] where entry.attempt == name { try Store.log(entry.kind, of: name, in: record.id, content: entry.content, db) }
            }
            outcome.attempts += 1
        }
        outcome.runs += 1
    }

    /// One attempt with all that hangs on it, read from one database.
    private struct Copied {
        var attempt: Row
        var events: [Row]
        var calls: [Int64: [Row]] = [:]
        var verifications: [Int64: [Row]] = [:]
        var checks: [Int64: [Row]] = [:]
        var findings: [Int64: [Row]] = [:]
        var blobs: [Row] = []

        init(_ attempt: Row, _ db: Database) throws {
            self.attempt = attempt
            let id: Int64 = attempt["id"]
            func rows(_ sql: String) throws -> [Row] { try Row.fetchAll(db, sql: sql, arguments: [id]) }
            events = try rows("SELECT * FROM event WHERE attempt = ? ORDER BY id")
            calls = Dictionary(grouping: try rows("SELECT * FROM model_call WHERE attempt = ? ORDER BY id")) { $0["event"] }
            verifications = Dictionary(grouping: try rows("SELECT * FROM verification WHERE attempt = ? ORDER BY id")) { $0["event"] }
            let of = "x JOIN verification v ON v.id = x.verification WHERE v.attempt = ? ORDER BY x.rowid"
            checks = Dictionary(grouping: try rows("SELECT x.* FROM check_result \(of)")) { $0["verification"] }
            findings = Dictionary(grouping: try rows("SELECT x.* FROM finding \(of)")) { $0["verification"] }
            blobs = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM blob WHERE digest IN (SELECT request FROM model_call WHERE attempt = ?1 UNION SELECT reply FROM model_call
                    WHERE attempt = ?1 UNION SELECT files FROM model_call WHERE attempt = ?1 UNION SELECT candidate FROM verification WHERE attempt = ?1 UNION SELECT report FROM verification WHERE attempt = ?1)
                    """, arguments: [id])
        }

        func insert(_ db: Database) throws {
            for row in blobs { try Merge.insert(row, into: "blob", or: "OR IGNORE", db) }
            var attempt = attempt
            let status: String = attempt["status"]
            // What another process is at is not being done here.
            if status == "running" || status == "planned" {
                attempt = Merge.changed(attempt, ["status": "planned", "started": DatabaseValue.null, "error": DatabaseValue.null])
            }
            let id = try Merge.insert(attempt, into: "attempt", db)
            for event in events {
                let old: Int64 = event["id"]
                let place = try Merge.insert(Merge.changed(event, ["attempt": id]), into: "event", db)
                for call in calls[old] ?? [] {
                    try Merge.insert(Merge.changed(call, ["attempt": id, "event": place]), into: "model_call", db)
                }
                for verification in verifications[old] ?? [] {
                    let was: Int64 = verification["id"]
                    let now = try Merge.insert(Merge.changed(verification, ["attempt": id, "event": place]), into: "verification", db)
                    for row in checks[was] ?? [] { try Merge.insert(Merge.changed(row, ["verification": now]), into: "check_result", db) }
                    for row in findings[was] ?? [] { try Merge.insert(Merge.changed(row, ["verification": now]), into: "finding", db) }
                }
            }
        }
    }

    private static func changed(_ row: Row, _ values: [String: any DatabaseValueConvertible]) -> Row {
        Row(Dictionary(row.map { ($0.0, values[$0.0]?.databaseValue ?? $0.1) }, uniquingKeysWith: { one, _ in one }))
    }

    /// Inserts a row under a new number where the table numbers its rows; returns that number.
    @discardableResult
    private static func insert(_ row: Row, into table: String, or conflict: String = "", _ db: Database) throws -> Int64 {
        let isNumbered = ["attempt", "event", "model_call", "verification"].contains(table)
        let columns = row.columnNames.filter { !(isNumbered && $0 == "id") }.sorted()
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        let statement = try db.cachedStatement(sql: "INSERT \(conflict) INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
        try statement.execute(arguments: StatementArguments(columns.map { row[$0] as DatabaseValue }))
        return db.lastInsertedRowID
    }
}
