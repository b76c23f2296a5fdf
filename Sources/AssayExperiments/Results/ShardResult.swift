package import AssayCore
package import AssayStore

/// How the attempts of one shard of a run came out.
package struct ShardResult: Encodable, CustomStringConvertible {
    /// The id of the run, the same for all its shards.
    package let run: String
    /// The shard, as `2/4`.
    package let shard: String
    /// How many attempts the shard has.
    package let attempts: Int
    /// How many of them are done.
    package let done: Int
    /// How many of them are solved.
    package let solved: Int
    /// How many of them the harness lost.
    package let lost: Int

    /// Counts what a database holds of a shard.
    package init(_ shard: Shard, of run: String, _ plan: ExperimentPlan, in store: Store) throws(HarnessError) {
        let all = plan.part(of: try store.attempts(of: run), in: shard)
        (self.run, self.shard, attempts) = (run, "\(shard)", all.count)
        done = all.count { $0.result.status == .done }
        solved = all.count(where: \.result.isSolved)
        lost = all.count { $0.result.status == .harnessError }
    }

    /// One line for a person.
    package var description: String { "shard \(shard) of run \(run): \(done) of \(attempts) attempts done, \(solved) solved" }
}
