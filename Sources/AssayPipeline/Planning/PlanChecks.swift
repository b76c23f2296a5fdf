import AssayCore
import AssaySupport

/// A rule that a plan breaks.
struct PlanProblem: Sendable, Equatable, CustomStringConvertible {
    var rule: String
    var message: String
    var description: String { "\(rule): \(message)" }
    /// Whether the plan may be used all the same.
    var isWarning: Bool { rule.hasPrefix("W") }
}

/// Mechanical checks of a plan, before any code is written; rules beginning with P block, those with W warn.
struct PlanChecks {
    private static let known: Set<String> = ["build", "visible_tests"]
    private static let mostStages = 7
    private let plan: Plan
    private let brief: TaskBrief
    private var found: [PlanProblem] = []

    /// Returns every problem that can be seen without running anything; a list without blocks lets the plan pass.
    ///
    /// `tokens` is the number that may still be spent; nil skips that check.
    static func problems(in plan: Plan, for brief: TaskBrief, tokens: (left: Int, perStage: Int)? = nil) -> [PlanProblem] {
        var checks = PlanChecks(plan: plan, brief: brief)
        checks.order()
        checks.files()
        checks.symbols()
        for problem in PlanSymbols(plan, in: brief.start, of: brief).problems { checks.add("P4", problem) }
        checks.stageChecks()
        checks.quotes()
        checks.examples()
        if plan.stages.count > mostStages { checks.add("P12", "more than \(mostStages) stages") }
        if let tokens, plan.stages.count * tokens.perStage > tokens.left {
            checks.add("P12", "\(plan.stages.count) stages need about \(plan.stages.count * tokens.perStage) tokens, \(tokens.left) are left")
        }
        return checks.found
    }

    private init(plan: Plan, brief: TaskBrief) {
        self.plan = plan
        self.brief = brief
    }

    private mutating func add(_ rule: String, _ message: String) {
        found.append(PlanProblem(rule: rule, message: TerminalText.line(message)))
    }

    /// P1 and P2: ids are unique, and every stage comes after what it depends on; so there can be no cycle.
    private mutating func order() {
        let ids = plan.stages.map(\.id)
        if plan.stages.isEmpty { add("P1", "the plan has no stage") }
        for id in Set(ids).sorted() where ids.count(where: { $0 == id }) > 1 {
            add("P1", "the stage id '\(id)' occurs twice")
        }
        var earlier: Set<String> = []
        for stage in plan.stages {
            for other in stage.dependsOn where !earlier.contains(other) {
                add(
                    "P2",
                    ids.contains(other)
                        ? "the stage '\(stage.id)' depends on '\(other)', which does not come before it"
                        : "the stage '\(stage.id)' depends on '\(other)', which does not exist")
            }
            earlier.insert(stage.id)
        }
    }

    /// P3, W13, W14: files exist in the task, changes fit their state, and stages that change the same file depend on each other.
    private mutating func files() {
        for stage in plan.stages {
            if stage.files.isEmpty { add("P3", "the stage '\(stage.id)' names no file") }
            for path in stage.files where !brief.mayDeliver(path) {
                add("P3", "the stage '\(stage.id)' would write '\(path)'; allowed: \(brief.deliverables.joined(separator: ", "))")
            }
        }
        let written = Set(plan.stages.flatMap(\.files))
        for change in plan.changes ?? [] {
            if !brief.mayDeliver(change.path) { add("P3", "'\(change.path)' is not a file that may be changed") }
            switch (change.action, brief.start.contains(change.path)) {
            case (.create, true): add("P3", "'\(change.path)' is to be created, but exists; modify it")
            case (.modify, false), (.delete, false): add("P3", "'\(change.path)' is to be changed, but does not exist; create it")
            default: break
            }
            if !written.contains(change.path) { add("W13", "'\(change.path)' is to be changed, but no stage writes it") }
        }
        for (index, stage) in plan.stages.enumerated() {
            let before = ancestors(of: stage)
            for other in plan.stages[..<index] where !before.contains(other.id) {
                for path in stage.files where other.files.contains(path) {
                    add("W14", "'\(other.id)' and '\(stage.id)' both write '\(path)', and neither depends on the other")
                }
            }
        }
    }

    private func ancestors(of stage: Plan.Stage) -> Set<String> {
        var reached: Set<String> = []
        var open = stage.dependsOn
        while let id = open.popLast() {
            guard reached.insert(id).inserted else { continue }
            open += plan.stages.first { $0.id == id }?.dependsOn ?? []
        }
        return reached
    }

    /// P4: what is required is provided once, as the task writes it, and before it is used.
    private mutating func symbols() {
        var provided: Set<String> = []
        for stage in plan.stages {
            for symbol in stage.requires where !provided.contains(Self.bare(symbol)) && !exists(symbol) {
                add("P4", "the stage '\(stage.id)' requires '\(symbol)', which no earlier stage provides")
            }
            provided.formUnion(stage.provides.map(Self.bare))
        }
        for required in brief.interface {
            let providers = plan.stages.flatMap(\.provides).filter { Self.bare($0) == required.symbol }
            if providers.count != 1 && !exists(required.symbol) {
                add("P4", "the required '\(required.symbol)' is provided by \(providers.count) stages; exactly one must")
            }
            for written in providers where written.contains("(") && !Self.squeezed(required.signature).contains(Self.squeezed(written)) {
                add("P4", "'\(written)' is not the required '\(required.signature)'")
            }
        }
    }

    /// P5 and P6: every stage is checked by something that can be run, the last one by all visible tests.
    private mutating func stageChecks() {
        for stage in plan.stages {
            if stage.checks.isEmpty { add("P5", "the stage '\(stage.id)' has no check") }
            for check in stage.checks where !Self.known.contains(check) {
                add("P6", "the check '\(check)' is not one of build, visible_tests")
            }
            for probe in stage.probes ?? [] where !isCall(probe.call) {
                add("P6", "the probe '\(probe.call)' is not one call of a required function")
            }
        }
        if let last = plan.stages.last, !last.checks.contains("visible_tests") {
            add("P5", "the last stage '\(last.id)' must have the check visible_tests")
        }
    }

    /// P7: every requirement is quoted from the task, and a stage satisfies it.
    private mutating func quotes() {
        for constraint in plan.constraints ?? [] {
            if !Quote.stands(constraint.quote, in: brief.demands) {
                add("P7", "the task does not say \"\(constraint.quote)\"; quote its words or leave the constraint out")
            }
            if !plan.stages.contains(where: { $0.id == constraint.stage && !$0.checks.isEmpty }) {
                add("P7", "no checked stage '\(constraint.stage)' sees to \"\(constraint.quote)\"")
            }
        }
    }

    /// P8 and P10: what the plan predicts of the task's examples is what the task says.
    private mutating func examples() {
        let traces = (plan.examplesTrace ?? []).map { ("P8", $0.example, $0.predictedOutput) }
        let probes = plan.stages.flatMap { $0.probes ?? [] }.map { ("P10", $0.call, $0.expected) }
        for (rule, call, value) in traces + probes {
            guard let example = brief.examples.first(where: { Self.squeezed($0.call) == Self.squeezed(call) }) else { continue }
            if Self.squeezed(example.expected) != Self.squeezed(value) {
                add(rule, "by the plan \(call) gives \(value), but the task says \(example.expected)")
            }
        }
    }

    private func isCall(_ text: String) -> Bool {
        brief.interface.contains { text.hasPrefix($0.symbol + "(") } && text.hasSuffix(")") && text.isOneLine
            && !text.contains(";") && text.utf8.count < 500
    }

    /// `f(x: Int)` and `f` both name f.
    private static func bare(_ symbol: String) -> String {
        String(symbol.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
    }

    private func exists(_ symbol: String) -> Bool {
        brief.start.texts.values.contains { $0.contains(Self.bare(symbol)) }
    }

    /// Literals compare without white space, and with either quote.
    private static func squeezed(_ text: String) -> String {
        String(text.filter { !$0.isWhitespace }.map { $0 == "\"" ? "'" : $0 })
    }
}
