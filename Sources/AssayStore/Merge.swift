package import AssayCore
import AssaySupport
import FoundationEssentials
import GRDB
import Glibc

/// Merges databases, of the same or of different runs, into a new one.
///
/// The result depends only on their contents, not on their order or on duplicates among them. A run that several contain
/// is merged attempt by attempt; of an attempt that several have finished, the one that started first is taken.
package struct Merge {
    private let sources: [Store]

    /// What a merge has written.
    package struct Outcome: Sendable, Equatable {
        /// The number of runs.
        package var runs = 0
        /// The number of attempts.
        package var attempts = 0
        /// Finished attempts that several databases contain with different results.
        package var duplicates = 0
    }

    /// Prepares to merge open databases.
    package init(_ sources: [Store]) { self.sources = sources }

    /// Writes the new database, whose file must not exist yet; nothing is left of it on failure.
    ///
    /// Throws when the folder is not writable, or the log of a run does not match its evidence.
    package func write(to path: String) throws(HarnessError) -> Outcome {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw HarnessError(.unwritable, "\(path) is there already; name a new file, or move that one away")
        }
        guard access(path.parentFolder, W_OK) == 0 else {
            throw HarnessError(.unwritable, "\(path): its folder is not there or cannot be written to; name another with -o")
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
            throw HarnessError(.unwritable, "\(path): cannot be written")
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
        for record in records.sorted(by: { $0.id < $1.id }) {
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

    /// An attempt as one of the databases has it.
    private struct AttemptVersion {
        /// The index of the database.
        let source: Int
        /// Its row of the table `attempt`.
        let row: Row
        var isDone: Bool { row["status"] == "done" }
        /// Of several versions the one with the lowest rank is taken: finished ones first, then the one that started first.
        var rank: (order: Int, started: Double, result: String) {
            let status: String = row["status"]
            let order = status == "done" ? 0 : status == "harness_error" ? 1 : 2
            return (order, row["started"] ?? .infinity, [row["verdict"], row["tier"], row["stopped"]].map { $0 ?? "" as String }.joined(separator: "|"))
        }
    }

    private func join(
        _ record: ExperimentRecord, of sources: [Store], into target: Store, counting outcome: inout Outcome
    ) throws(HarnessError) {
        var versions: [Int: AttemptVersion] = [:]
        for (index, source) in sources.enumerated() {
            let rows = try source.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM attempt WHERE experiment = ?", arguments: [record.id])
            }
            for row in rows {
                let version = AttemptVersion(source: index, row: row)
                let position: Int = row["position"]
                guard let other = versions[position] else {
                    versions[position] = version
                    continue
                }
                if version.isDone, other.isDone, version.rank != other.rank { outcome.duplicates += 1 }
                if version.rank < other.rank { versions[position] = version }
            }
        }
        // Shards of one run were planned apart, each at its own time.
        let planned = try sources.map { source throws(HarnessError) in try source.experiment(record.id) }
        let first =
            sources.indices.min { (planned[$0].created, planned[$0].file, planned[$0].suite) < (planned[$1].created, planned[$1].file, planned[$1].suite) } ?? 0
        let heads = try sources[first].read { db in
            (
                experiments: try Row.fetchAll(db, sql: "SELECT * FROM experiment WHERE id = ?", arguments: [record.id]),
                arms: try Row.fetchAll(db, sql: "SELECT * FROM arm WHERE experiment = ? ORDER BY position", arguments: [record.id])
            )
        }
        let shards = try sources.map { source throws(HarnessError) in
            try source.read { db in try Row.fetchAll(db, sql: "SELECT * FROM shard WHERE experiment = ?", arguments: [record.id]) }
        }
        let logs = try sources.map { source throws(HarnessError) in try source.audit(of: record.id) }
        try target.write { db in
            for row in heads.experiments { try db.insert(row, into: "experiment") }
            for row in heads.arms { try db.insert(row, into: "arm") }
            for row in shards.joined() { try db.insert(row, into: "shard", or: "OR IGNORE") }
            for entry in logs[first] where entry.kind == .planned { try Store.log(entry.kind, of: entry.attempt, in: record.id, content: entry.content, db) }
        }
        for position in versions.keys.sorted() {
            guard let version = versions[position] else { continue }
            let rows = try sources[version.source].read { db in try AttemptRows(version.row, db) }
            try target.write { db in
                try rows.insert(db)
                // The log is written attempt by attempt, so that its chain of hashes does not depend on the order of the sources.
                let name = Store.key(version.row).description
                for entry in logs[version.source] where entry.attempt == name { try Store.log(entry.kind, of: name, in: record.id, content: entry.content, db) }
            }
            outcome.attempts += 1
        }
        outcome.runs += 1
    }
}
