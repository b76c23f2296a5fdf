package import AssayCore
package import AssayStore
import AssaySupport
import FoundationEssentials
import Glibc

/// A run on a Slurm cluster: an array of shards is submitted, waited for, merged, and what is missing is submitted again.
///
/// That everything is done once is ours, not the engine's: a node that is lost, a task that is repeated and a controller that
/// forgets leave attempts open, which the next array makes from where the databases of the shards are; so nothing is left to
/// Slurm's own requeueing, which waits for minutes. It polls, because `sbatch --wait` looks every ten seconds only.
package struct ClusterRun: Sendable {
    private let slurm: Slurm
    private let place: String
    private let target: String
    private let progress: any ProgressSink
    private let pause: Duration
    /// The arrays that are submitted in a row without anything getting done.
    private static let mostVain = 3

    /// `place` is the folder of the shards, `target` the merged database.
    package init(_ slurm: Slurm, in place: String, into target: String, progress: any ProgressSink, pause: Duration = .seconds(2)) {
        (self.slurm, self.place, self.target, self.progress, self.pause) = (slurm, place, target, progress, pause)
    }

    /// Submits a job that is not submitted yet, waits until all its attempts are done, and returns the merged database.
    ///
    /// - Throws: `HarnessError` when Slurm cannot be used, or several arrays in a row have done nothing.
    package func execute(_ job: ShardedJob) async throws -> Store {
        var job = job
        var vain = 0
        if job.array == nil { try await submit(&job, Array(1...job.shards)) }
        while true {
            let before = done(job)
            try await wait(for: job)
            guard let merged = try merge(job) else {
                vain += 1
                guard vain < Self.mostVain else { throw HarnessError(.sandbox, "no shard has begun; \(place)/shard-1.log may say why") }
                try await submit(&job, Array(1...job.shards))
                continue
            }
            if merged.open.isEmpty { return merged.store }
            vain = done(job) > before ? 0 : vain + 1
            guard vain < Self.mostVain else {
                let named = merged.open.map { "\($0.shard)" }.listed(atMost: 10)
                throw HarnessError(.sandbox, "these shards do not get done: \(named); their logs in \(place) say why; the same command tries them again")
            }
            progress.line("not done: shard \(merged.open.map { "\($0.shard) (\($0.open))" }.listed(atMost: 10)); submitted again")
            try await submit(&job, merged.open.map(\.shard.number))
        }
    }

    private func submit(_ job: inout ShardedJob, _ shards: [Int]) async throws {
        let words =
            ["--array=" + Self.ranges(shards) + (job.atOnce.map { "%\($0)" } ?? ""), "--job-name=assay", "--output=/dev/null", "--no-requeue"] + job.options
        job.array = try await slurm.submit(job.script(in: place), words)
        // From here on the array is known, whatever becomes of this process.
        try job.save(to: place)
        let after = ["--dependency=afterany:\(job.array ?? "")", "--job-name=assay-merge", "--output=/dev/null"]
        job.merge = try await slurm.submit(job.mergeScript(in: place, into: target), after + job.options)
        try job.save(to: place)
        progress.line("submitted job \(job.array ?? ""): \(shards.count) shard\(shards.count == 1 ? "" : "s")")
    }

    /// Numbers as sbatch takes them: `1-4,7`.
    static func ranges(_ numbers: [Int]) -> String {
        var ranges: [(first: Int, last: Int)] = []
        for number in numbers.sorted() {
            if let last = ranges.last, last.last == number - 1 { ranges[ranges.count - 1].last = number } else { ranges.append((number, number)) }
        }
        return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }.joined(separator: ",")
    }

    /// Waits until nothing of the array is in the queue.
    private func wait(for job: ShardedJob) async throws {
        while !job.jobs.isEmpty {
            let queued = try await slurm.queued(job.jobs)
            if queued?.isEmpty == true { return }
            let state: String
            if let queued = queued?.filter({ $0.job == job.array }) {
                let running = queued.count(where: \.isRunning)
                let reason = queued.first { !$0.isRunning && $0.reason != "None" }.map { " (\(TerminalText.line($0.reason, limit: 60)))" } ?? ""
                state = "\(running) shards run, \(queued.count - running) wait\(reason)"
            } else {
                state = "the controller does not answer"
            }
            progress.update("job \(job.array ?? "") │ \(state) │ \(done(job))/\(job.attempts) attempts")
            try await Task.sleep(for: pause)
        }
    }

    /// How many attempts have come out, by the lines that the shards wrote: their databases belong to the nodes that write them.
    private func done(_ job: ShardedJob) -> Int {
        (1...job.shards).reduce(0) { sum, number in
            let text = (try? String(contentsOfFile: "\(place)/shard-\(number).log", encoding: .utf8)) ?? ""
            return sum + text.lines.count { $0.hasPrefix("✓ ") || $0.hasPrefix("✗ ") }
        }
    }

    /// Merges what there is of the shards, in place of an earlier merge; nil where there is nothing yet.
    private func merge(_ job: ShardedJob) throws -> (store: Store, open: [OpenShard])? {
        let paths = (1...job.shards).map { "\(place)/shard-\($0).db" }.filter { FileManager.default.fileExists(atPath: $0) }
        guard !paths.isEmpty else { return nil }
        let fresh = "\(place)/merged-\(getpid()).db"
        try? FileManager.default.removeItem(atPath: fresh)
        _ = try Merge(paths.map { path throws(HarnessError) in try Store.existing(path) }).write(to: fresh)
        // What is left of an earlier merge belongs to another file.
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: target + end) }
        guard rename(fresh, target) == 0 else { throw HarnessError(.unwritable, "\(target): cannot be written; name another place with --store") }
        let store = try Store.existing(target)
        let runs = try store.experiments()
        guard runs.count == 1, let run = runs.first else {
            throw HarnessError(
                .suite,
                "the shards are \(runs.count) different runs, because the nodes judge with different tools or files: \(runs.map(\.id).listed()); "
                    + "'assay list --store \(target)' shows them")
        }
        return (store, try store.openShards(of: run.id))
    }
}
