import AssayCore
package import AssaySupport
import FoundationEssentials

/// A run that was given to a cluster as an array of shards, as it is kept beside its databases: whoever has lost the process
/// that waits for it can wait again.
package struct ShardedJob: Sendable, Codable, Equatable {
    /// SHA-256 of the experiment's plan, without what judges on each machine.
    package let plan: String
    /// The words of the command that makes a shard, without the shard, its database and the number of jobs.
    package let command: [String]
    /// The folder in which it is run.
    package let folder: String
    /// How many shards there are.
    package let shards: Int
    /// How many shards run at once; nil for as many as Slurm lets.
    package let atOnce: Int?
    /// How many attempts the whole run has.
    package let attempts: Int
    /// The options of sbatch.
    package let options: [String]
    /// The id of the array that was submitted last; nil before the first.
    package internal(set) var array: String?
    /// The id of the job that merges what the array has made, for whoever waits no longer.
    package internal(set) var merge: String?

    /// The jobs that are in the queue until all is made and merged.
    package var jobs: [String] { [array, merge].compactMap(\.self) }

    /// Describes a run that is to be submitted.
    package init(plan: String, command: [String], folder: String, shards: Int, atOnce: Int?, attempts: Int, options: [String]) {
        (self.plan, self.command, self.folder, self.options) = (plan, command, folder, options)
        (self.shards, self.atOnce, self.attempts) = (shards, atOnce, attempts)
    }

    /// Reads the job that is kept in a folder; nil where there is none.
    package static func load(from place: String) throws(InputError) -> ShardedJob? {
        let path = place + "/job.json"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), let job = try? JSON.decode(ShardedJob.self, Array(data)) else {
            throw InputError(path, "is no record of a job; move the folder away or name another --store")
        }
        return job
    }

    /// Keeps the job in a folder.
    func save(to place: String) throws { try Files.write(JSON.pretty(self), to: place + "/job.json") }

    /// The script of the job that merges what there is of the shards, in place of an earlier merge.
    func mergeScript(in place: String, into target: String) -> String {
        let fresh = place + "/merged.db"
        let old = ["-wal", "-shm"].map { target + $0 }
        return """
            #!/bin/sh
            # Merges the shards of a run of assay.
            cd \(Text.shellLine([place])) || exit 1
            rm -f merged.db
            \(Text.shellLine([command.first ?? "assay", "merge"])) shard-*.db -o merged.db >>merge.log 2>&1 || exit 1
            rm -f \(Text.shellLine(old))
            exec mv \(Text.shellLine([fresh, target]))

            """
    }

    /// The script of the array: each task makes the shard of its number, and goes on with what its database holds.
    func script(in place: String) -> String {
        let (database, log) = ("\(place)/shard-$SLURM_ARRAY_TASK_ID.db", "\(place)/shard-$SLURM_ARRAY_TASK_ID.log")
        // The number is Slurm's; everything else is quoted.
        func word(_ text: String) -> String {
            let parts = text.split(separator: "$SLURM_ARRAY_TASK_ID", omittingEmptySubsequences: false).map { Text.shellLine([String($0)]) }
            return parts.joined(separator: "\"$SLURM_ARRAY_TASK_ID\"")
        }
        let words = ["--shard", "$SLURM_ARRAY_TASK_ID/\(shards)", "--store", database]
        return """
            #!/bin/sh
            # One shard of a run of assay.
            cd \(Text.shellLine([folder])) || exit 1
            exec \(Text.shellLine(command)) \(words.map(word).joined(separator: " ")) --jobs "${SLURM_CPUS_PER_TASK:-1}" >>\(word(log)) 2>&1

            """
    }
}
