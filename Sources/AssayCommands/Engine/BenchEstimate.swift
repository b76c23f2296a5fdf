import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayPipeline
import AssayStore
import AssaySupport
import FoundationEssentials

/// What a run will take: by what attempts of the same arms took before, else at most what their budgets allow.
struct BenchEstimate {
    private let plan: ExperimentPlan
    private let arms: [(name: String, settings: PipelineSettings)]
    private let known: [String: SpentBefore]

    init(_ plan: ExperimentPlan, _ file: ProjectFile, store path: String) throws {
        self.plan = plan
        arms = file.arms
        known = FileManager.default.fileExists(atPath: path) ? try Store.existing(path).spentBefore(byArms: Set(plan.armDigests.values)) : [:]
    }

    func lines() -> [String] {
        let each = Double(plan.tasks.count * plan.seeds)
        var (tokens, seconds, money) = (0.0, 0.0, 0.0)
        var isPriced = true
        var attempts = 0
        var unknown: [(name: String, settings: PipelineSettings)] = []
        for arm in arms {
            guard let spent = known[arm.settings.digest], spent.attempts > 0 else {
                unknown.append(arm)
                continue
            }
            attempts += spent.attempts
            let share = each / Double(spent.attempts)
            tokens += share * Double(spent.usage.values.reduce(0) { $0 + $1.total })
            seconds += share * spent.seconds
            if let cost = arm.settings.prices?.cost(of: spent.usage) { money += share * cost } else { isPriced = false }
        }
        var lines: [String] = []
        if unknown.count < arms.count {
            let currency = arms.compactMap(\.settings.prices?.currency).first ?? ""
            lines.append(
                "estimate\(unknown.isEmpty ? "" : " for \(arms.count - unknown.count) of \(arms.count) arms"): about \(Int(tokens)) tokens"
                    + (isPriced ? ", \(Text.decimal(money, 2)) \(currency)" : "") + ", \(Self.time(seconds)), by \(attempts) attempts of the same arms before")
        }
        if !unknown.isEmpty {
            let most = unknown.reduce(0.0) { $0 + each * Double($1.settings.tokensPerTask) }
            let budgets = unknown.compactMap(\.settings.moneyPerTask)
            let cost =
                budgets.count == unknown.count ? " and \(Text.decimal(budgets.reduce(0, +) * each, 2)) \(unknown.first?.settings.prices?.currency ?? "")" : ""
            lines.append(
                "at most \(Int(most)) tokens\(cost) by the budgets of \(unknown.map(\.name).joined(separator: ", ")); no attempt of theirs is stored to tell how long it takes"
            )
        }
        return lines
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 120 ? "\(Int(seconds)) s" : seconds < 7200 ? "\(Int(seconds / 60)) min" : "\(Text.decimal(seconds / 3600, 1)) h"
    }
}
