import AssayCore
import AssaySupport
import Subprocess

/// The commands of Slurm that a sharded run needs: sbatch(1), squeue(1), scancel(1).
package struct Slurm: Sendable {
    /// Makes the commands, which are looked up on the path.
    package init() {}

    /// Submits a job script and returns the id of the job.
    func submit(_ script: String, _ options: [String]) async throws -> String {
        let ended = try await run("sbatch", ["--parsable"] + options, input: script)
        // On a federation of clusters the name of the cluster follows.
        let id = ended.output.trimmed.prefix { $0 != ";" }
        guard ended.succeeded, !id.isEmpty, id.allSatisfy(\.isNumber) else {
            throw HarnessError(.toolchain, "sbatch refuses the job: \(TerminalText.line(ended.error, limit: 300)); --sbatch passes options to it")
        }
        return String(id)
    }

    /// Returns what of some jobs is in the queue, waiting or running; nil while the controller does not answer.
    func queued(_ jobs: [String]) async throws -> [QueuedTask]? {
        let ended = try await run("squeue", ["--noheader", "--array", "--format=%i|%T|%r", "--jobs=" + jobs.joined(separator: ",")])
        if ended.succeeded { return ended.output.lines.compactMap { QueuedTask(String($0)) } }
        // Jobs that ended some minutes ago are forgotten.
        return ended.error.contains("Invalid job id") ? [] : nil
    }

    /// Takes jobs out of the queue and ends what of them is running; whether Slurm has taken the order.
    package func cancel(_ jobs: [String]) async throws -> Bool { try await run("scancel", jobs).succeeded }

    private func run(_ name: String, _ words: [String], input: String = "") async throws -> (succeeded: Bool, output: String, error: String) {
        do {
            let ended = try await Subprocess.run(
                .name(name), arguments: Arguments(words), input: .string(input), output: .string(limit: 16 << 20), error: .string(limit: 65536))
            return (ended.terminationStatus.isSuccess, ended.standardOutput, ended.standardError)
        } catch let error as SubprocessError {
            throw HarnessError(.toolchain, "\(name) cannot be run: \(TerminalText.line("\(error)", limit: 200)); is this a login node of a Slurm cluster?")
        }
    }
}

/// A task of a job in Slurm's queue.
struct QueuedTask: Sendable, Equatable {
    /// The id of the job, without the number of the task.
    let job: String
    /// Whether it runs; otherwise it waits or is ending.
    let isRunning: Bool
    /// Why it waits, in Slurm's words.
    let reason: String

    /// Reads a line `12_3|PENDING|Resources`; nil for any other.
    init?(_ line: String) {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let job = parts[0].split(separator: "_").first, !job.isEmpty, job.allSatisfy(\.isNumber) else { return nil }
        (self.job, isRunning, reason) = (String(job), parts[1] == "RUNNING", parts[2])
    }
}
