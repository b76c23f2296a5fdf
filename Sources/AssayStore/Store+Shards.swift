package import AssayCore
import GRDB

/// The attempts of one shard of a run that are not done.
package struct OpenShard: Sendable, Equatable {
    /// The shard.
    package let shard: Shard
    /// How many of its attempts are not done.
    package let open: Int
}

extension Store {
    /// Remembers that a shard of a run is made in this database.
    package func begin(_ shard: Shard, of run: String) throws(HarnessError) {
        try write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO shard (experiment, number, count) VALUES (?, ?, ?)", arguments: [run, shard.number, shard.count])
        }
    }

    /// Returns the shards of a run of which attempts are not done, in their order; empty for a run that was never sharded.
    ///
    /// A run that was cut in several ways is looked at in its finest parts.
    package func openShards(of run: String) throws(HarnessError) -> [OpenShard] {
        try read { db in
            guard let count = try Int.fetchOne(db, sql: "SELECT max(count) FROM shard WHERE experiment = ?", arguments: [run]) else { return [] }
            let open = try Int.fetchAll(
                db,
                sql: "SELECT sum(status <> 'done') FROM attempt WHERE experiment = ? GROUP BY task ORDER BY min(position)", arguments: [run])
            var left: [Int: Int] = [:]
            for (place, open) in open.enumerated() where open > 0 { left[place % count + 1, default: 0] += open }
            return left.sorted { $0.key < $1.key }.compactMap { number, open in Shard(number, of: count).map { OpenShard(shard: $0, open: open) } }
        }
    }
}
