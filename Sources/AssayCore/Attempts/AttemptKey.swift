package import AssaySupport

/// Names one attempt within a run: an arm on a task with a seed; names are compared by their bytes.
package struct AttemptKey: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The task and seed by which attempts of different arms are paired in comparisons.
    package struct Pair: Hashable, Sendable {
        /// The identifier of the task.
        package let task: ExactName
        /// The number of the attempt among those of its arm at the task, counted from 0.
        package let seed: Int
    }

    /// The name of the arm.
    package let arm: String
    /// The identifier of the task.
    package let task: String
    /// The number of the attempt among those of its arm at the task, counted from 0.
    package let seed: Int

    /// Makes the key of one attempt of an experiment.
    package init(arm: String, task: String, seed: Int) {
        self.arm = arm
        self.task = task
        self.seed = seed
    }

    /// The task and the seed, without the arm.
    package var pair: Pair { Pair(task: ExactName(task), seed: seed) }

    /// `arm/task/seed`, as the log of a run names it.
    package var description: String { "\(arm)/\(task)/\(seed)" }

    /// Compares the names by their bytes.
    package static func == (one: AttemptKey, other: AttemptKey) -> Bool {
        one.seed == other.seed && ExactName(one.task) == ExactName(other.task) && ExactName(one.arm) == ExactName(other.arm)
    }

    /// Hashes the names by their bytes.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(ExactName(arm))
        hasher.combine(ExactName(task))
        hasher.combine(seed)
    }
}
