import ArgumentParser
import AssayCluster

/// The flags of `assay bench` for a run on a cluster.
struct ClusterOptions: ParsableArguments {
    /// What gives out the work.
    enum Engine: String, ExpressibleByArgument, CaseIterable { case slurm }

    @Option(help: "Make the run on a cluster, in shards: slurm.") var on: Engine?
    @Option(help: "How many shards the run on the cluster has (default: --nodes, or 2).") var shards: Int?
    @Option(help: "How many shards run at once (default: as many as Slurm lets).") var nodes: Int?
    @Option(help: "The partition of the cluster.") var partition: String?
    @Option(help: "The time limit of a shard, as sbatch takes it, for example 2:00:00.") var time: String?
    @Option(help: "The processors of a shard (default: 1).") var cpus: Int?
    @Option(parsing: .unconditionalSingleValue, help: "One more option for sbatch, for example --sbatch=--account=lab; repeatable.")
    var sbatch: [String] = []
    @Flag(help: "Wait for the job that was submitted for this run, and submit none.") var attach = false

    func validate() throws {
        guard on != nil else {
            let given = shards != nil || nodes != nil || partition != nil || time != nil || cpus != nil || !sbatch.isEmpty || attach
            if given { throw ValidationError("--shards, --nodes, --partition, --time, --cpus, --sbatch and --attach go with --on slurm") }
            return
        }
        for (name, value, most) in [("--shards", shards, ShardedJob.mostShards), ("--nodes", nodes, ShardedJob.mostShards), ("--cpus", cpus, 256)] {
            if let value, !(1...most).contains(value) { throw ValidationError("\(name) is 1 to \(most)") }
        }
    }

    /// How many shards there are.
    var count: Int { shards ?? nodes ?? 2 }

    /// The options of sbatch that are asked for.
    var options: [String] {
        var options = ["--ntasks=1", "--cpus-per-task=\(cpus ?? 1)"]
        if let partition { options.append("--partition=\(partition)") }
        if let time { options.append("--time=\(time)") }
        return options + sbatch
    }
}
