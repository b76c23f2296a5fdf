import AssayCluster
import AssayCore
import AssayExperiments
import AssayStore
import AssaySupport
import FoundationEssentials
import Glibc

extension BenchCommand {
    /// Makes the run on a cluster, or waits for it; the result is shown as that of a run on this machine.
    func runOnCluster(_ setup: ExperimentSetup, in path: String) async throws {
        guard setup.plan.stop == .fixed else {
            throw InputError(experiment, "stop: sequential looks at all attempts in one order, so such a run has no shards")
        }
        try Recording.check(replay)
        let target = Self.absolute(path)
        let place = (target.hasSuffix(".db") ? String(target.dropLast(3)) : target) + ".shards"
        let job = try job(of: setup, in: place, into: target)
        let progress = Progress(quiet: quiet)
        defer { progress.finish() }
        let scripts = ShardScripts(command: command, folder: Self.absolute("."), options: cluster.options, atOnce: cluster.nodes)
        let run = ClusterRun(Slurm(), scripts, in: place, into: target, attempts: setup.plan.attempts.count, progress: progress)
        let submits = !cluster.attach
        let merged: Store
        do {
            merged = try await Interruption.run(telling: "interrupted: the cluster goes on") { try await run.execute(job, submits: submits) }
        } catch {
            progress.finish()
            if error is CancellationError { try await leave(place) }
            throw error
        }
        guard let run = try merged.experiments().first else { return }
        try finish(run.id, merged)
    }

    /// The command that makes a shard, without the shard.
    private var command: [String] {
        var command = [Self.program, "bench", Self.absolute(experiment)]
        if let ablate { command += ["--ablate", ablate] }
        if let limit { command += ["--limit", "\(limit)"] }
        if let replay { command += ["--replay", Self.absolute(replay)] }
        return command
    }

    /// The job that was submitted for this experiment, or a new one.
    private func job(of setup: ExperimentSetup, in place: String, into target: String) throws -> ShardedJob {
        if let known = try ShardedJob.load(from: place) {
            guard known.plan == setup.plan.digest else {
                throw InputError(place, "holds the shards of another experiment than \(experiment) is now; name another --store")
            }
            Console.note("going on with the \(known.shards) shards in \(place)\(known.array.map { ", job \($0)" } ?? "")")
            return known
        }
        guard !cluster.attach else { throw InputError(place, "no job was submitted for this run from here; without --attach one is", kind: .missing) }
        guard !FileManager.default.fileExists(atPath: target) else {
            throw InputError(target, "is there already, and is not of a run on a cluster; name another --store", kind: .unwritable)
        }
        do {
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        } catch {
            throw InputError(place, "cannot be made; name another --store in a folder that all nodes see", kind: .unwritable)
        }
        return ShardedJob(plan: setup.plan.digest, shards: min(cluster.count, max(1, setup.plan.tasks.count)))
    }

    /// Asks whether the job is to be cancelled, where there is somebody to ask; otherwise it goes on.
    private func leave(_ place: String) async throws {
        guard let job = try ShardedJob.load(from: place), let array = job.array else { return }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        if isatty(STDIN_FILENO) == 1 {
            Console.error("cancel job \(array) on the cluster too? [y/N]")
            if readLine()?.lowercased().hasPrefix("y") == true, try await Slurm().cancel(job.jobs) {
                return Console.error("job \(array) is cancelled; the same command goes on with what it has done")
            }
        }
        Console.error("job \(array) goes on; the same command waits for it again, 'scancel \(array)' ends it")
    }

    /// The file that runs now.
    private static var program: String { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "assay" }

    private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
}
