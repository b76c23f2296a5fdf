import AssayCore
import AssaySupport

/// The symbols that the stages of a plan write one by one.
struct PlannedSymbols {
    private let symbols: SymbolStages
    /// The places of each stage's symbols by its id; empty for a stage that writes whole files.
    private let places: [String: Range<Int>]

    /// Prepares the symbols of a plan that is carried out on a tree; nil where no stage names any.
    init?(_ plan: Plan, on work: WorkTree, _ attempt: Attempt) {
        guard plan.namesSymbols else { return nil }
        let found = PlanSymbols(plan, in: work.files, of: attempt.brief)
        symbols = SymbolStages(attempt, planned: SymbolUnits(plan, found, of: attempt.brief))
        var places: [String: Range<Int>] = [:]
        var next = 0
        for stage in plan.stages {
            let end = next + (found.units[stage.id]?.count ?? 0)
            places[stage.id] = next..<end
            next = end
        }
        self.places = places
    }

    /// Writes the symbols of a stage and returns the tree, and why the stage is not done; nil where it names none.
    func write(_ stage: Plan.Stage, on work: WorkTree, keeping green: Set<String>) async throws -> (work: WorkTree, problem: String?)? {
        guard let own = places[stage.id], !own.isEmpty else { return nil }
        let (written, missing) = try await symbols.write(own, on: work, keeping: green)
        return (written, missing.isEmpty ? nil : "no answer for \(missing.listed()) builds and breaks nothing")
    }

    /// Returns a tree as it is judged after a stage: with placeholders for what later stages write, so that tests can be built.
    func judged(_ work: WorkTree, after stage: Plan.Stage) -> WorkTree { symbols.judged(work, behind: places[stage.id]?.upperBound ?? 0) }
}
