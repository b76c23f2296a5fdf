import AssayCore
import AssayStore
import AssaySupport
import GRDBSQLite

struct RawError: Error { var message: String }

/// SQLite by its own C interface, with the same tables: what the store's work costs at least.
final class RawDatabase {
    private var connection: OpaquePointer?

    /// Makes a database with the tables and indices of another.
    init(path: String, like other: String) throws {
        guard sqlite3_open(path, &connection) == SQLITE_OK else { throw RawError(message: "cannot open \(path)") }
        try run("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; ATTACH '\(other)' AS other")
        let schema = try rows("SELECT sql FROM other.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid", [])
        for statement in schema { try run(statement[0]) }
        try run("DETACH other")
    }

    deinit { sqlite3_close(connection) }

    func run(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw RawError(message: String(cString: sqlite3_errmsg(connection))) }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            throw RawError(message: String(cString: sqlite3_errmsg(connection)))
        }
        return statement
    }

    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private func bind(_ text: String, _ place: Int32, _ statement: OpaquePointer?) { sqlite3_bind_text(statement, place, text, -1, Self.transient) }

    /// The rows of a plan in one transaction.
    func insert(_ run: String, _ attempts: [AttemptKey], taskDigests: [ExactName: String]) throws {
        try self.run("BEGIN")
        let settings = "INSERT INTO experiment (id, name, created, digest, suite, suite_digest, seeds, margin, alpha, order_seed, recording, file)"
        try self.run(settings + " VALUES ('\(run)', 'run', 0, 'd', 'suite', 's', 1, 0.05, 0.05, 1, 0, 'f.yaml')")
        try self.run("INSERT INTO arm VALUES ('\(run)', 'a', 0, '{}', 'xa'), ('\(run)', 'b', 1, '{}', 'xb')")
        let statement = try prepare(
            "INSERT INTO attempt (experiment, arm, task, task_digest, seed, position, status) VALUES (?, ?, ?, ?, ?, ?, 'planned')")
        for (position, attempt) in attempts.enumerated() {
            for (place, text) in [run, attempt.arm, attempt.task, taskDigests[ExactName(attempt.task)] ?? ""].enumerated() {
                bind(text, Int32(place + 1), statement)
            }
            sqlite3_bind_int64(statement, 5, Int64(attempt.seed))
            sqlite3_bind_int64(statement, 6, Int64(position))
            guard sqlite3_step(statement) == SQLITE_DONE else { throw RawError(message: String(cString: sqlite3_errmsg(connection))) }
            sqlite3_reset(statement)
        }
        sqlite3_finalize(statement)
        try self.run("COMMIT")
    }

    /// All rows of a query, every column as the text that a program would show.
    func rows(_ sql: String, _ arguments: [String]) throws -> [[String]] {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        for (place, text) in arguments.enumerated() { bind(text, Int32(place + 1), statement) }
        var rows: [[String]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
                })
        }
        return rows
    }
}
