package import AssayCore

/// A rule that a plan breaks.
package struct PlanProblem: Sendable, Equatable, CustomStringConvertible {
    package var rule: String
    package var message: String
    package var description: String { "\(rule): \(message)" }
}

/// Mechanical checks of a plan, before any code is written.
package enum PlanChecks {
    private static let known: Set<String> = ["build", "visible_tests"]

    /// Returns every problem; an empty list lets the plan pass.
    package static func problems(in plan: Plan, for brief: TaskBrief) -> [PlanProblem] {
        var problems: [PlanProblem] = []
        func block(_ rule: String, _ message: String) {
            problems.append(PlanProblem(rule: rule, message: TerminalText.line(message)))
        }
        let ids = plan.stages.map(\.id)
        if plan.stages.isEmpty { block("P1", "the plan has no stage") }
        if plan.stages.count > 7 { block("P12", "more than seven stages") }
        for id in Set(ids) where ids.count(where: { $0 == id }) > 1 {
            block("P1", "the stage id '\(id)' occurs twice")
        }
        var earlier: Set<String> = []
        var provided: Set<String> = []
        for stage in plan.stages {
            for other in stage.dependsOn where !earlier.contains(other) {
                block(
                    "P2",
                    ids.contains(other)
                        ? "the stage '\(stage.id)' depends on '\(other)', which does not come before it"
                        : "the stage '\(stage.id)' depends on '\(other)', which does not exist")
            }
            if stage.files.isEmpty { block("P3", "the stage '\(stage.id)' names no file") }
            for path in stage.files where !brief.mayDeliver(path) {
                block(
                    "P3",
                    "the stage '\(stage.id)' would write '\(path)'; allowed: \(brief.deliverables.joined(separator: ", "))")
            }
            for symbol in stage.requires
            where !provided.contains(symbol) && !exists(symbol, in: brief.start) {
                block("P4", "the stage '\(stage.id)' requires '\(symbol)', which no earlier stage provides")
            }
            if stage.checks.isEmpty { block("P5", "the stage '\(stage.id)' has no check") }
            for check in stage.checks where !known.contains(check) {
                block("P6", "the check '\(check)' is not one of build, visible_tests")
            }
            earlier.insert(stage.id)
            provided.formUnion(stage.provides)
        }
        if let last = plan.stages.last, !last.checks.contains("visible_tests") {
            block("P5", "the last stage '\(last.id)' must have the check visible_tests")
        }
        for symbol in brief.interface.map(\.symbol) {
            let providers = plan.stages.count { $0.provides.contains { bare($0) == symbol } }
            if providers != 1 && !exists(symbol, in: brief.start) {
                block("P4", "the required '\(symbol)' is provided by \(providers) stages; exactly one must")
            }
        }
        for trace in plan.examplesTrace ?? [] {
            guard let example = brief.examples.first(where: { squeezed($0.call) == squeezed(trace.example) })
            else { continue }
            if squeezed(example.expected) != squeezed(trace.predictedOutput) {
                block(
                    "P8",
                    "by the plan \(trace.example) gives \(trace.predictedOutput), but the task says \(example.expected)")
            }
        }
        return problems
    }

    /// `f(x: Int)` and `f` both name f.
    private static func bare(_ symbol: String) -> String {
        String(symbol.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
    }

    private static func exists(_ symbol: String, in tree: FileTree) -> Bool {
        tree.files.values.contains { $0.contains(bare(symbol)) }
    }

    /// Literals compare without white space, and with either quote.
    private static func squeezed(_ text: String) -> String {
        String(text.filter { !$0.isWhitespace }.map { $0 == "\"" ? "'" : $0 })
    }
}
