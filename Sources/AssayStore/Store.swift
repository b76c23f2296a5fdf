package import AssayCore
import AssaySupport
import FoundationEssentials
import GRDB
import Glibc

/// The SQLite database of experiments: runs are planned in it first, then every event is added.
package struct Store: Sendable {
    /// Where runs are stored if nothing else is said.
    package static let usualPath = ".assay/assay.db"

    let database: DatabaseQueue
    /// The path of the database file.
    package let path: String

    /// Opens or creates a database and migrates it; throws for a newer schema, a damaged or an unwritable file.
    package init(path: String) throws(HarnessError) {
        self.path = path
        if let slash = path.lastIndex(of: "/") {
            let folder = String(path[..<slash])
            guard folder.isEmpty || Self.make(folder) else {
                throw HarnessError(
                    .unwritable, "\(path): its folder cannot be made; name another place with --store")
            }
        }
        do {
            var configuration = Self.configuration
            configuration.journalMode = .wal
            database = try DatabaseQueue(path: path, configuration: configuration)
            try Self.refuseNewer(database, path)
            try Schema.migrator.migrate(database)
        } catch let error as HarnessError {
            throw error
        } catch {
            throw HarnessError(Self.code(of: error), "\(path): \(Store.describe(error)); name another place with --store")
        }
    }

    /// Makes a folder that is not there; git ignores one that is named `.assay`, as it is no work of the user's.
    private static func make(_ folder: String) -> Bool {
        if FileManager.default.fileExists(atPath: folder) { return true }
        guard (try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)) != nil else { return false }
        if folder == ".assay" || folder.hasSuffix("/.assay") { try? Data("*\n".utf8).write(to: URL(filePath: folder + "/.gitignore")) }
        return true
    }

    /// Opens a database that must exist; one that cannot be written is opened read-only.
    package static func existing(_ path: String) throws(HarnessError) -> Store {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw HarnessError(.missing, "\(path): no such database; run 'assay solve' or 'assay bench' first, or name one with --store")
        }
        guard !isFolder else { throw HarnessError(.missing, "\(path): is a folder; name the database in it") }
        guard access(path, R_OK) == 0 else { throw HarnessError(.missing, "\(path): no permission to read it") }
        guard access(path, W_OK) == 0, access(path.parentFolder, W_OK) == 0 else { return try Store(readOnly: path) }
        return try Store(path: path)
    }

    /// Opens a database without writing to the file or creating files beside it.
    package init(readOnly path: String) throws(HarnessError) {
        self.path = path
        do {
            var configuration = Self.configuration
            configuration.readonly = true
            // Without a write-ahead log the file is complete; `immutable` keeps SQLite from creating one.
            var log = stat()
            let name = stat(path + "-wal", &log) == 0 && log.st_size > 0 ? path : "file:\(Self.quotedForURI(path))?immutable=1"
            let file = try DatabaseQueue(path: name, configuration: configuration)
            try Self.refuseNewer(file, path)
            database = try file.read(Schema.migrator.hasCompletedMigrations) ? file : Self.migratedCopy(of: file)
        } catch let error as HarnessError {
            throw error
        } catch {
            throw HarnessError(.storage, "\(path): \(Store.describe(error))")
        }
    }

    /// Returns a migrated copy in memory, so that an older file can be read without being written.
    private static func migratedCopy(of file: DatabaseQueue) throws -> DatabaseQueue {
        let copy = try DatabaseQueue(configuration: configuration)
        try file.backup(to: copy)
        try Schema.migrator.migrate(copy)
        return copy
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in db.add(function: PackedText.function) }
        return configuration
    }

    private static func refuseNewer(_ database: DatabaseQueue, _ path: String) throws {
        guard try !database.read(Schema.migrator.hasBeenSuperseded) else {
            throw HarnessError(.storage, "\(path) was written by a newer version of assay; update assay to read it")
        }
    }

    /// Percent-encodes a path for a URI (RFC 3986, section 2.1).
    private static func quotedForURI(_ path: String) -> String {
        path.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 128 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "/-_.~".unicodeScalars.contains(scalar))
            return isPlain ? String(Character(scalar)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// Writes the log back into the database file, so that it is complete by itself, and closes it.
    func close() throws(HarnessError) {
        do {
            try database.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try database.close()
        } catch {
            throw HarnessError(.storage, "\(path): \(Store.describe(error))")
        }
    }

    /// Says in words what an error of SQLite means.
    static func describe(_ error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        switch error.resultCode {
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: return "the database cannot be opened for writing"
        case .SQLITE_FULL: return "the disk is full; nothing stored before is lost"
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: return "the file is not an intact SQLite database"
        case .SQLITE_BUSY: return "the database is in use by another process"
        default: return error.message ?? "\(error)"
        }
    }

    /// The class of an error of SQLite while the database is written.
    private static func code(of error: any Error) -> HarnessError.Code {
        let isUnwritable = [.SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_FULL, .SQLITE_IOERR].contains((error as? DatabaseError)?.resultCode)
        return isUnwritable ? .unwritable : .storage
    }

    /// Runs a write in one transaction; throws a storage error, with everything rolled back.
    func write<Value>(_ body: (Database) throws -> Value) throws(HarnessError) -> Value {
        do {
            return try database.write(body)
        } catch {
            throw HarnessError(Self.code(of: error) == .unwritable ? .lost : .storage, "\(path): \(Store.describe(error))")
        }
    }

    /// Runs a read; throws a storage error.
    func read<Value>(_ body: (Database) throws -> Value) throws(HarnessError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw HarnessError(.storage, "\(path): \(Store.describe(error))")
        }
    }

    /// Stores a text under its SHA-256 unless it is stored already, and returns the digest.
    static func keep(_ text: String, _ db: Database) throws -> String {
        let digest = Digest.of(text)
        try db.execute(
            sql: "INSERT OR IGNORE INTO blob (digest, content) VALUES (?, ?)", arguments: [digest, PackedText.pack(text)])
        return digest
    }
}
