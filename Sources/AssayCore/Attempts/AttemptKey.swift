/// Names one attempt within a run: an arm on a task with a seed.
package struct AttemptKey: Hashable, Codable, Sendable, CustomStringConvertible {
    /// What attempts of different arms have in common when they are compared.
    package struct Pair: Hashable, Sendable {
        package let task: String
        package let seed: Int
    }

    package let arm: String
    package let task: String
    package let seed: Int

    package init(arm: String, task: String, seed: Int) {
        self.arm = arm
        self.task = task
        self.seed = seed
    }

    /// The task and the seed, without the arm.
    package var pair: Pair { Pair(task: task, seed: seed) }

    /// `arm/task/seed`, as the log of a run names it.
    package var description: String { "\(arm)/\(task)/\(seed)" }
}
