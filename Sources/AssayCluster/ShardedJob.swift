import AssayCore
package import AssaySupport
import FoundationEssentials

/// A run that was given to a cluster as an array of shards, as it is kept beside its databases: whoever has lost the process
/// that waits for it can wait again.
package struct ShardedJob: Sendable, Codable, Equatable {
    /// SHA-256 of the experiment's plan, without what judges on each machine.
    package let plan: String
    /// How many shards there are.
    package let shards: Int
    /// The id of the array that was submitted last; nil before the first.
    package internal(set) var array: String?
    /// The id of the job that merges what the array has made, for whoever waits no longer.
    package internal(set) var merge: String?

    /// Describes a run that is to be submitted.
    package init(plan: String, shards: Int) { (self.plan, self.shards) = (plan, shards) }

    /// The most shards that a run on a cluster has.
    package static let mostShards = 10_000

    /// The jobs that are in the queue until all is made and merged.
    package var jobs: [String] { [array, merge].compactMap(\.self) }

    /// Reads the job that is kept in a folder; nil where there is none.
    package static func load(from place: String) throws(InputError) -> ShardedJob? {
        let path = place + "/job.json"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let data = FileManager.default.contents(atPath: path)
        guard let job = data.flatMap({ try? JSON.decode(ShardedJob.self, Array($0)) }), job.isSound else {
            throw InputError(path, "is no record of a job; move the folder away or name another --store")
        }
        return job
    }

    /// Whether the values are such as we write: the ids become words of commands.
    private var isSound: Bool {
        (1...Self.mostShards).contains(shards) && jobs.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }

    /// Keeps the job in a folder.
    func save(to place: String) throws { try Files.write(JSON.pretty(self), to: place + "/job.json") }
}
