import AssayCore
import AssaySupport

/// Checks of a plan that run its examples in the sandbox, on the tree before any code is written.
struct PlanTrial {
    let attempt: Attempt

    /// P9 and P11: every probe fails before the work is done, and every import is there.
    func problems(in plan: Plan, on tree: FileTree) async throws -> [PlanProblem] {
        var problems: [PlanProblem] = []
        if let imports = plan.imports, !imports.isEmpty {
            for module in try await attempt.verifier.missing(imports) ?? [] {
                problems.append(PlanProblem(rule: "P11", message: TerminalText.line("the module '\(module)' is not there, and nothing can be installed")))
            }
        }
        let probes = plan.stages.flatMap { $0.probes ?? [] }
        guard !probes.isEmpty, let results = try await attempt.verifier.probe(Candidate(files: tree), probes.map(\.call)) else {
            return problems
        }
        for (probe, result) in zip(probes, results) {
            guard let value = result.value, Review.same(value, probe.expected) else { continue }
            problems.append(
                PlanProblem(rule: "P9", message: TerminalText.line("\(probe.call) gives \(probe.expected) before any work: it checks nothing")))
        }
        return problems
    }
}
