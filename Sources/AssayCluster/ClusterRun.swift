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
    private let scripts: ShardScripts
    private let place: String
    private let target: String
    /// How many attempts the whole run has.
    private let attempts: Int
    private let progress: any ProgressSink
    private let pause: Duration
    /// The arrays that are submitted in a row without anything getting done.
    private static let mostVain = 3
    /// The databases that are merged at a time; each takes some descriptors.
    private static let mergedAtOnce = 100

    /// `place` is the folder of the shards, `target` the merged database, `attempts` their number in the whole run.
    package init(
        _ slurm: Slurm, _ scripts: ShardScripts, in place: String, into target: String, attempts: Int, progress: any ProgressSink,
        pause: Duration = .seconds(2)
    ) {
        (self.slurm, self.scripts, self.place, self.target) = (slurm, scripts, place, target)
        (self.attempts, self.progress, self.pause) = (attempts, progress, pause)
    }

    /// Submits a job that is not submitted yet, waits until all its attempts are done, and returns the merged database.
    ///
    /// Without `submits` it only waits and merges. Throws `HarnessError` when Slurm cannot be used, or when attempts stay open: several
    /// arrays in a row have done nothing, or none is to be submitted.
    package func execute(_ job: ShardedJob, submits: Bool = true) async throws -> Store {
        let lock = try FolderLock(place)
        defer { withExtendedLifetime(lock) {} }
        var job = job
        var vain = 0
        if job.array == nil, submits { try await submit(&job, Array(1...job.shards)) }
        while true {
            let before = done(job)
            try await wait(for: job)
            let merged = try merge(job)
            if let merged, merged.open.isEmpty { return merged.store }
            let open = merged?.open.map(\.shard.number) ?? Array(1...job.shards)
            vain = done(job) > before ? 0 : vain + 1
            guard submits, vain < Self.mostVain else {
                let named = open.map(String.init).listed(atMost: 10)
                throw HarnessError(
                    .sandbox, "of \(job.shards) shards these are not done: \(named); their logs in \(place) say why; the same command tries them again")
            }
            progress.line("not done: shard \(open.map(String.init).listed(atMost: 10)) of \(job.shards); submitted again")
            try await submit(&job, open)
        }
    }

    private func submit(_ job: inout ShardedJob, _ shards: [Int]) async throws {
        let array = ["--array=" + Self.ranges(shards) + (scripts.atOnce.map { "%\($0)" } ?? ""), "--job-name=assay", "--output=/dev/null", "--no-requeue"]
        job.array = try await slurm.submit(scripts.array(of: job.shards, in: place), scripts.options + array)
        // From here on the array is known, whatever becomes of this process.
        try job.save(to: place)
        let after = ["--dependency=afterany:\(job.array ?? "")", "--job-name=assay-merge", "--output=/dev/null"]
        job.merge = try await slurm.submit(scripts.merge(in: place, into: target), scripts.options + after)
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

    /// Waits until nothing of the array is in the queue, or every attempt has come out; the job that would merge is not needed then.
    ///
    /// A controller that was killed may go on to believe in tasks that have ended.
    private func wait(for job: ShardedJob) async throws {
        guard let array = job.array else { return }
        while true {
            let queued = try await slurm.queued(job.jobs)
            if let queued, !queued.contains(where: { $0.job == array && !isDone(job) }) {
                if queued.isEmpty { return }
                _ = try await slurm.cancel(job.jobs)
            }
            progress.update(
                "job \(array) │ \(queued.map { Self.words(for: $0.filter { $0.job == array }) } ?? "the controller does not answer") │ \(done(job))/\(attempts) attempts"
            )
            try await Task.sleep(for: pause)
        }
    }

    private static func words(for queued: [QueuedTask]) -> String {
        let running = queued.count(where: \.isRunning)
        let reason = queued.first { !$0.isRunning && $0.reason != "None" }.map { " (\(TerminalText.line($0.reason, limit: 60)))" } ?? ""
        return "\(running) shards run, \(queued.count - running) wait\(reason)"
    }

    /// Whether every attempt has come out.
    private func isDone(_ job: ShardedJob) -> Bool { done(job) >= attempts }

    /// How many attempts have come out, by the lines that the shards wrote: their databases belong to the nodes that write them.
    private func done(_ job: ShardedJob) -> Int {
        (1...job.shards).reduce(0) { sum, number in
            let text = (try? String(contentsOfFile: "\(place)/shard-\(number).log", encoding: .utf8)) ?? ""
            return sum + text.lines.count { $0.hasPrefix("✓ ") || $0.hasPrefix("✗ ") }
        }
    }

    /// Merges what there is of the shards and of an earlier merge, in place of that; nil where there is nothing yet.
    private func merge(_ job: ShardedJob) throws -> (store: Store, open: [OpenShard])? {
        let shards = (1...job.shards).map { "\(place)/shard-\($0).db" }
        let paths = ([target] + shards).filter { FileManager.default.fileExists(atPath: $0) }
        guard !paths.isEmpty else { return nil }
        let scratch = try ScratchFolder(name: "merge")
        var merged: String?
        for start in stride(from: 0, to: paths.count, by: Self.mergedAtOnce) {
            let batch = [merged].compactMap(\.self) + paths[start..<min(start + Self.mergedAtOnce, paths.count)]
            let next = "\(start + Self.mergedAtOnce < paths.count ? scratch.path : place)/merged-\(getpid())-\(start).db"
            try? FileManager.default.removeItem(atPath: next)
            _ = try Merge(batch.map { path throws(HarnessError) in try Store.existing(path) }).write(to: next)
            merged = next
        }
        // What is left of an earlier merge belongs to another file.
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: target + end) }
        guard let merged, rename(merged, target) == 0 else { throw HarnessError(.unwritable, "\(target): cannot be written; name another place with --store") }
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
