package import AssayCore
import AssayStatistics
import AssaySupport
import AssayVerify

/// The plan of an experiment, fixed before its first call.
package struct ExperimentPlan: Sendable {
    /// The experiment's name, a label.
    package let name: String
    /// The path of the suite.
    package let suite: String
    /// SHA-256 of the suite.
    package let suiteDigest: String
    /// Arm names, the baseline first; labels, too.
    package private(set) var arms: [String]
    /// What decides each arm's results, by the arm's name.
    package private(set) var armIdentities: [String: ArmIdentity]
    /// Identifiers of the tasks, in the order of the suite.
    package let tasks: [String]
    /// The number of attempts of each arm at each task.
    package let seeds: Int
    /// The number of the first of them; 0 unless one attempt is asked for by its seed.
    package let firstSeed: Int
    /// The difference of solve rates below which two arms count as equivalent, as a share of 1.
    package let margin: Double
    /// The significance level α.
    package let alpha: Double
    /// The seed of the order in which the attempts are made.
    package let orderSeed: UInt64
    /// When the run ends: after all attempts, or by a sequential test.
    package let stop: StopRule

    /// Makes a plan; without a stop rule all attempts are made.
    package init(
        name: String, suite: String, suiteDigest: String, arms: [String],
        armIdentities: [String: ArmIdentity], tasks: [String], seeds: Int, margin: Double, alpha: Double,
        orderSeed: UInt64, stop: StopRule = .fixed, firstSeed: Int = 0
    ) {
        self.firstSeed = firstSeed
        self.stop = stop
        self.name = name
        self.suite = suite
        self.suiteDigest = suiteDigest
        self.arms = arms
        self.armIdentities = armIdentities
        self.tasks = tasks
        self.seeds = seeds
        self.margin = margin
        self.alpha = alpha
        self.orderSeed = orderSeed
    }

    /// Every attempt, arms interleaved per task in an order drawn from the order seed.
    package var attempts: [AttemptKey] {
        var generator = SplitMix64(seed: orderSeed)
        var attempts: [AttemptKey] = []
        for seed in firstSeed..<firstSeed + seeds {
            var tasks = tasks
            // What may end the run early must not depend on the order of the tasks in their suite.
            if stop == .sequential { generator.shuffle(&tasks) }
            for task in tasks {
                var order = arms
                generator.shuffle(&order)
                attempts += order.map { AttemptKey(arm: $0, task: task, seed: seed) }
            }
        }
        return attempts
    }

    /// The plan with what judges on this machine in the identity of every arm.
    func judged(by environment: JudgingEnvironment) -> ExperimentPlan {
        var plan = self
        plan.armIdentities = armIdentities.mapValues { $0.judged(by: environment) }
        return plan
    }

    /// The plan with other names for its arms, in their order.
    func named(_ names: [String]) -> ExperimentPlan {
        var plan = self
        plan.arms = names
        plan.armIdentities = Dictionary(uniqueKeysWithValues: zip(names, arms.map { armIdentities[$0] ?? ArmIdentity(parts: [:]) }))
        return plan
    }

    /// SHA-256 of all that decides the attempts: editing anything but a name makes another experiment.
    package var digest: String {
        var digest = Digest()
        digest.add("plan 2")
        digest.add(suiteDigest)
        for arm in arms { digest.add(armIdentities[arm]?.digest ?? "") }
        digest.add(tasks.joined(separator: "\n"))
        digest.add("\(seeds)/\(margin)/\(alpha)/\(orderSeed)")
        if stop == .sequential { digest.add(stop.rawValue) }
        if firstSeed != 0 { digest.add("from seed \(firstSeed)") }
        return digest.hex
    }

    /// A text on the differences that the plan can and cannot detect, printed before the first call.
    package var outlook: String {
        let smallest = Power.smallestDetectable(tasks: tasks.count)
        let power =
            smallest.map { "can detect a difference of \(Text.percent($0)) or more" }
            ?? "is too small to detect any difference reliably"
        // The formula above is that of large samples, and says too much of small ones.
        let exact = smallest.flatMap { delta in
            seeds == 1 && tasks.count <= 200 ? Power.mcNemar(tasks: tasks.count, onlyA: (0.2 - delta) / 2, onlyB: (0.2 + delta) / 2) : nil
        }
        return "\(arms.count) arms × \(tasks.count) tasks × \(seeds) seed\(seeds == 1 ? "" : "s") = \(attempts.count) attempts; "
            + "\(power) (80 % power, α = \(Text.decimal(alpha)), if 20 % of tasks differ"
            + (exact.map { "; the exact test's power is \(Text.percent($0))" } ?? "") + ")"
    }
}
