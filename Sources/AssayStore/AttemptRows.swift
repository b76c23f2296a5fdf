import GRDB

/// All rows of one attempt, read from one database to be inserted into another.
struct AttemptRows {
    private let attempt: Row
    private let events: [Row]
    /// Model calls and verifications by the row id of their event.
    private let calls: [Int64: [Row]]
    private let verifications: [Int64: [Row]]
    /// Check results and findings by the row id of their verification.
    private let checks: [Int64: [Row]]
    private let findings: [Int64: [Row]]
    private let blobs: [Row]

    /// Reads everything that refers to a row of the table `attempt`.
    init(_ attempt: Row, _ db: Database) throws {
        self.attempt = attempt
        let id: Int64 = attempt["id"]
        func rows(_ sql: String) throws -> [Row] { try Row.fetchAll(db, sql: sql, arguments: [id]) }
        events = try rows("SELECT * FROM event WHERE attempt = ? ORDER BY id")
        calls = Dictionary(grouping: try rows("SELECT * FROM model_call WHERE attempt = ? ORDER BY id")) { $0["event"] }
        verifications = Dictionary(grouping: try rows("SELECT * FROM verification WHERE attempt = ? ORDER BY id")) { $0["event"] }
        let ofAttempt = "x JOIN verification v ON v.id = x.verification WHERE v.attempt = ? ORDER BY x.rowid"
        checks = Dictionary(grouping: try rows("SELECT x.* FROM check_result \(ofAttempt)")) { $0["verification"] }
        findings = Dictionary(grouping: try rows("SELECT x.* FROM finding \(ofAttempt)")) { $0["verification"] }
        blobs = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM blob WHERE digest IN (SELECT request FROM model_call WHERE attempt = ?1 UNION SELECT reply FROM model_call
                WHERE attempt = ?1 UNION SELECT files FROM model_call WHERE attempt = ?1 UNION SELECT candidate FROM verification WHERE attempt = ?1 UNION SELECT report FROM verification WHERE attempt = ?1
                UNION SELECT patch FROM attempt WHERE id = ?1)
                """, arguments: [id])
    }

    /// Inserts the attempt with new row ids; one that was running becomes planned.
    func insert(_ db: Database) throws {
        for row in blobs { try db.insert(row, into: "blob", or: "OR IGNORE") }
        var attempt = attempt
        let status: String = attempt["status"]
        // The process that runs it writes to the source, not to the new database.
        if status == "running" || status == "planned" {
            attempt = attempt.with(["status": "planned", "started": DatabaseValue.null, "error": DatabaseValue.null])
        }
        let id = try db.insert(attempt, into: "attempt")
        for event in events {
            let oldEvent: Int64 = event["id"]
            let newEvent = try db.insert(event.with(["attempt": id]), into: "event")
            for call in calls[oldEvent] ?? [] {
                try db.insert(call.with(["attempt": id, "event": newEvent]), into: "model_call")
            }
            for verification in verifications[oldEvent] ?? [] {
                let oldID: Int64 = verification["id"]
                let newID = try db.insert(verification.with(["attempt": id, "event": newEvent]), into: "verification")
                for row in checks[oldID] ?? [] { try db.insert(row.with(["verification": newID]), into: "check_result") }
                for row in findings[oldID] ?? [] { try db.insert(row.with(["verification": newID]), into: "finding") }
            }
        }
    }
}

extension Row {
    /// The row with other values in some of its columns.
    fileprivate func with(_ values: [String: any DatabaseValueConvertible]) -> Row {
        Row(Dictionary(map { ($0.0, values[$0.0]?.databaseValue ?? $0.1) }, uniquingKeysWith: { one, _ in one }))
    }
}

extension Database {
    /// Inserts a row, under a new row id where the table has row ids of its own; returns that id.
    @discardableResult
    func insert(_ row: Row, into table: String, or conflict: String = "") throws -> Int64 {
        let isNumbered = ["attempt", "event", "model_call", "verification"].contains(table)
        let columns = row.columnNames.filter { !(isNumbered && $0 == "id") }.sorted()
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        let statement = try cachedStatement(sql: "INSERT \(conflict) INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
        try statement.execute(arguments: StatementArguments(columns.map { row[$0] as DatabaseValue }))
        return lastInsertedRowID
    }
}
