package import AssayCore
import AssayStatistics
import AssaySupport

/// One cell: an arm on a task with a seed.
package struct Cell: Sendable, Codable, Equatable {
    package var arm: String
    package var task: String
    package var seed: Int
    /// Its place in the planned order.
    package var position: Int
    package init(arm: String, task: String, seed: Int, position: Int) {
        self.arm = arm
        self.task = task
        self.seed = seed
        self.position = position
    }
}

/// What an experiment will do, fixed before its first call.
package struct ExperimentPlan: Sendable {
    package var name: String
    package var suite: String
    package var suiteDigest: String
    /// Arm names, the baseline first.
    package var arms: [String]
    /// SHA-256 of each arm's settings.
    package var armDigests: [String: String]
    package var tasks: [String]
    package var seeds: Int
    package var margin: Double
    package var alpha: Double
    package var orderSeed: UInt64
    package var stop: StopRule

    package init(
        name: String, suite: String, suiteDigest: String, arms: [String],
        armDigests: [String: String], tasks: [String], seeds: Int, margin: Double, alpha: Double,
        orderSeed: UInt64, stop: StopRule = .fixed
    ) {
        self.stop = stop
        self.name = name
        self.suite = suite
        self.suiteDigest = suiteDigest
        self.arms = arms
        self.armDigests = armDigests
        self.tasks = tasks
        self.seeds = seeds
        self.margin = margin
        self.alpha = alpha
        self.orderSeed = orderSeed
    }

    /// Every cell, arms interleaved per task in an order drawn from the order seed.
    package var cells: [Cell] {
        var generator = SplitMix64(seed: orderSeed)
        var cells: [Cell] = []
        for seed in 0..<seeds {
            var tasks = tasks
            // What may end the run early must not depend on the order in which a suite tells its tasks.
            if stop == .sequential { generator.shuffle(&tasks) }
            for task in tasks {
                var order = arms
                generator.shuffle(&order)
                for arm in order {
                    cells.append(Cell(arm: arm, task: task, seed: seed, position: cells.count))
                }
            }
        }
        return cells
    }

    /// SHA-256 of all that decides the cells: editing anything makes another experiment.
    package var digest: String {
        var digest = Digest()
        digest.add(name)
        digest.add(suiteDigest)
        for arm in arms {
            digest.add(arm)
            digest.add(armDigests[arm] ?? "")
        }
        digest.add(tasks.joined(separator: "\n"))
        digest.add("\(seeds)/\(margin)/\(alpha)/\(orderSeed)")
        if stop == .sequential { digest.add(stop.rawValue) }
        return digest.hex
    }

    /// What the plan can and cannot show, for printing before the first call.
    package var outlook: String {
        let smallest = Power.smallestDetectable(tasks: tasks.count)
        let power =
            smallest.map { "can detect a difference of \(Text.percent($0)) or more" }
            ?? "is too small to detect any difference reliably"
        // The formula above is that of large samples, and says too much of small ones.
        let exact = smallest.flatMap { delta in
            seeds == 1 && tasks.count <= 200 ? Power.mcNemar(tasks: tasks.count, onlyA: (0.2 - delta) / 2, onlyB: (0.2 + delta) / 2) : nil
        }
        return "\(arms.count) arms × \(tasks.count) tasks × \(seeds) seed\(seeds == 1 ? "" : "s") = \(cells.count) attempts; "
            + "\(power) (80 % power, α = \(Text.decimal(alpha)), if 20 % of tasks differ"
            + (exact.map { "; the exact test's power is \(Text.percent($0))" } ?? "") + ")"
    }
}
