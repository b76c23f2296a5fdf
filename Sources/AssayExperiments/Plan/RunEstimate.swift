package import AssayConfiguration
import AssayCore
import AssayPipeline
import AssayStore
import AssaySupport
import FoundationEssentials

/// An estimate of what a run will use: by earlier attempts of the same arms, else the limit of their budgets.
package struct RunEstimate {
    private typealias Arm = (name: String, settings: PipelineSettings)

    /// The expected use of the arms that were run before.
    private struct Expected {
        var attempts = 0
        var tokens = 0.0
        var seconds = 0.0
        /// The expected cost; nil when an arm has no prices.
        var money: Double? = 0
    }

    private let attemptsPerArm: Double
    private let arms: [Arm]
    /// The digests of the arms, by name.
    private let digests: [String: String]
    /// What earlier attempts used, by the digest of their arm.
    private let known: [String: SpentBefore]

    /// Reads what the store at a path knows of the plan's arms; a store that does not exist knows nothing.
    package init(_ plan: ExperimentPlan, _ file: ProjectFile, store path: String) throws {
        attemptsPerArm = Double(plan.tasks.count * plan.seeds)
        arms = file.arms
        digests = plan.armIdentities.mapValues(\.digest)
        known = FileManager.default.fileExists(atPath: path) ? try Store.existing(path).spentBefore(byArms: Set(digests.values)) : [:]
    }

    /// The estimate in one or two lines.
    package func lines() -> [String] {
        let unknown = arms.filter { (spent(by: $0)?.attempts ?? 0) == 0 }
        var lines: [String] = []
        if unknown.count < arms.count { lines.append(expectedLine(unknown: unknown.count)) }
        if !unknown.isEmpty { lines.append(limitLine(unknown)) }
        return lines
    }

    private func spent(by arm: Arm) -> SpentBefore? { digests[arm.name].flatMap { known[$0] } }

    private var expected: Expected {
        arms.reduce(into: Expected()) { expected, arm in
            guard let spent = spent(by: arm), spent.attempts > 0 else { return }
            let share = attemptsPerArm / Double(spent.attempts)
            expected.attempts += spent.attempts
            expected.tokens += share * Double(spent.usage.values.reduce(0) { $0 + $1.total })
            expected.seconds += share * spent.seconds
            let cost = arm.settings.prices?.cost(of: spent.usage)
            expected.money = expected.money.flatMap { money in cost.map { money + share * $0 } }
        }
    }

    private func expectedLine(unknown: Int) -> String {
        let expected = expected
        let currency = arms.compactMap(\.settings.prices?.currency).first ?? ""
        return "estimate\(unknown == 0 ? "" : " for \(arms.count - unknown) of \(arms.count) arms"): about \(Int(expected.tokens)) tokens"
            + (expected.money.map { ", \(Text.decimal($0, 2)) \(currency)" } ?? "")
            + ", \(Self.time(expected.seconds)) of attempts one after another, by \(expected.attempts) attempts of the same arms before"
    }

    private func limitLine(_ unknown: [Arm]) -> String {
        let most = unknown.reduce(0.0) { $0 + attemptsPerArm * Double($1.settings.tokensPerTask) }
        let budgets = unknown.compactMap(\.settings.moneyPerTask)
        let currency = unknown.first?.settings.prices?.currency ?? ""
        let cost = budgets.count == unknown.count ? " and \(Text.decimal(budgets.reduce(0, +) * attemptsPerArm, 2)) \(currency)" : ""
        let names = unknown.map(\.name).joined(separator: ", ")
        return "at most \(Int(most)) tokens\(cost) by the budgets of \(names); no attempt of theirs is stored to tell how long it takes"
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 120 ? "\(Int(seconds)) s" : seconds < 7200 ? "\(Int(seconds / 60)) min" : "\(Text.decimal(seconds / 3600, 1)) h"
    }
}
