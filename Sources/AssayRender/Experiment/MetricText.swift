import AssayCore
import AssayExperiments
import AssayStatistics
import AssaySupport

/// An experiment's measures as rows of a table.
enum MetricText {
    /// One row for each metric and one column for each arm; the method has its own column where there is room.
    static func table(_ arms: [ArmMetrics], methods: Bool) -> [[String]] {
        let ids = arms.flatMap { $0.metrics.map(\.id) }.uniqued()
        guard !ids.isEmpty else { return [] }
        var rows = [["measure"] + arms.map(\.arm) + (methods ? ["method"] : [])]
        // In the order of the arm with the most metrics, so that metrics which only some arms have keep their place.
        let order = arms.max { $0.metrics.count < $1.metrics.count }?.metrics.map(\.id) ?? []
        for id in (order + ids).uniqued() {
            let metrics = arms.map { arm in arm.metrics.first { $0.id == id } }
            guard let known = metrics.compactMap({ $0 }).first else { continue }
            let told = metrics.compactMap { $0?.method }.uniqued().joined(separator: " / ")
            rows.append([known.name] + metrics.map { $0.map(value) ?? "–" } + (methods ? [told] : []))
        }
        return rows
    }

    /// The metrics that have a value in some arm, and the names of the others with the reason.
    static func split(_ arms: [ArmMetrics]) -> (told: [ArmMetrics], silent: [String]) {
        let told = Set(arms.flatMap(\.metrics).filter { $0.value != nil }.map(\.id))
        let silent = arms.flatMap(\.metrics).filter { !told.contains($0.id) }.map { "\($0.name) (\($0.method))" }.uniqued()
        return (
            arms.map { arm in
                var arm = arm
                arm.metrics.removeAll { !told.contains($0.id) }
                return arm
            }, silent
        )
    }

    /// A metric's value with its interval, in its unit.
    static func value(_ metric: Metric) -> String {
        guard let value = metric.value else { return "–" }
        var text = (metric.estimated ? "≈" : "") + number(value, metric.unit)
        if let count = metric.count, let of = metric.of { text = "\(count)/\(of) = \(text)" }
        if let interval = metric.interval { text += " [\(number(interval.low, metric.unit)), \(number(interval.high, metric.unit))]" }
        return text
    }

    private static func number(_ value: Double, _ unit: Metric.Unit) -> String {
        switch unit {
        case .share: Text.percent(value)
        case .points: "\(Text.decimal(value * 100, 1)) points"
        case .tokens: Text.decimal(value, 0)
        case .seconds: "\(Text.decimal(value, 1)) s"
        case .money: Text.decimal(value, 6)
        case .count, .ratio: Text.decimal(value, 2)
        }
    }

    /// The table of fix rounds by arm: checks fixed and broken in each.
    static func rounds(_ attempts: [MeasuredAttempt], _ arms: [String]) -> [[String]] {
        var rows = [["arm", "fix round", "attempts in it", "checks fixed", "checks broken", "green after it"]]
        for arm in arms {
            let rounds = attempts.filter { $0.key.arm == arm }.flatMap(\.measures.rounds)
            for number in Set(rounds.map(\.number)).sorted() {
                let own = rounds.filter { $0.number == number }
                rows.append([
                    arm, "\(number)", "\(own.count)", "\(own.reduce(0) { $0 + $1.fixed })", "\(own.reduce(0) { $0 + $1.broken })",
                    "\(own.count { $0.isGreen })",
                ])
            }
        }
        return rows
    }

    /// The table of tokens, time and money by arm and phase.
    static func phases(_ costs: [PhaseCost], currency: String?) -> [[String]] {
        let money = currency.map { ["cost (\($0))"] } ?? []
        return [["arm", "phase", "role", "model", "calls", "tokens in", "cached", "tokens out", "seconds"] + money]
            + costs.map { cost in
                let about = cost.estimated ? "≈" : ""
                return [
                    cost.arm, cost.phase.rawValue, cost.role.rawValue, cost.model, "\(cost.calls)", "\(about)\(cost.promptTokens)",
                    "\(cost.cachedTokens)", "\(about)\(cost.completionTokens)", Text.decimal(cost.seconds, 1),
                ] + (currency == nil ? [] : [cost.cost.map { about + Text.decimal($0, 4) } ?? "no price"])
            }
    }
}
