import AssaySupport

/// What a cluster is asked to run: the command that makes a shard, and how.
package struct ShardScripts: Sendable {
    /// The words of the command that makes a shard, without the shard, its database and the number of jobs.
    private let command: [String]
    /// The folder in which it is run.
    private let folder: String
    /// The options of sbatch.
    let options: [String]
    /// How many shards run at once; nil for as many as Slurm lets.
    let atOnce: Int?

    /// Describes what is to be run; the first word of the command is the program.
    package init(command: [String], folder: String, options: [String], atOnce: Int?) {
        (self.command, self.folder, self.options, self.atOnce) = (command, folder, options, atOnce)
    }

    /// The script of the array: each task makes the shard of its number, and goes on with what its database holds.
    func array(of shards: Int, in place: String) -> String {
        let number = "$SLURM_ARRAY_TASK_ID"
        // The number is Slurm's; everything else is quoted.
        func word(_ text: String) -> String {
            let parts = text.split(separator: number, omittingEmptySubsequences: false).map { $0.isEmpty ? "" : Text.shellLine([String($0)]) }
            return parts.joined(separator: "\"\(number)\"")
        }
        let words = ["--shard", "\(number)/\(shards)", "--store", "\(place)/shard-\(number).db"]
        return """
            #!/bin/sh
            # One shard of a run of assay.
            cd \(Text.shellLine([folder])) || exit 1
            exec \(Text.shellLine(command)) \(words.map(word).joined(separator: " ")) --jobs "${SLURM_CPUS_PER_TASK:-1}" >>\(word("\(place)/shard-\(number).log")) 2>&1

            """
    }

    /// The script of the job that merges what there is of the shards and of an earlier merge, in place of that.
    func merge(in place: String, into target: String) -> String {
        let old = Text.shellLine([target])
        return """
            #!/bin/sh
            # Merges the shards of a run of assay.
            cd \(Text.shellLine([place])) || exit 1
            rm -f merged.db
            set -- shard-*.db
            [ ! -e \(old) ] || set -- "$@" \(old)
            \(Text.shellLine([command.first ?? "assay", "merge"])) "$@" -o merged.db >>merge.log 2>&1 || exit 1
            rm -f \(Text.shellLine(["-wal", "-shm"].map { target + $0 }))
            exec mv merged.db \(old)

            """
    }
}
