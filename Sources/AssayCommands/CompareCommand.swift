import ArgumentParser
import AssayCore
import AssayExperiments
import AssayRender
import AssaySupport

extension ComparisonGate: ExpressibleByArgument {}

/// `assay compare`: the paired verdict on two sets of results.
struct CompareCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Says whether B is improved, equivalent, regressed or inconclusive against A.",
        discussion: """
            Several candidates are judged as a family: what is found of a difference, of equivalence and of \
            non-inferiority is corrected by Holm's method. Arms of one run are compared as 'bench' compares them. \
            --gate non-inferior asks less: that a loss of the margin or more is ruled out.

            A and B are results files (*.results.jsonl), or arms of stored runs: RUN/ARM, or \
            DATABASE#RUN/ARM.

            Example:
              assay compare before.results.jsonl after.results.jsonl
              assay compare demo-1a2b3c4d/single-pass demo-1a2b3c4d/multi-step
              assay compare main.db#nightly new.db#nightly --gate non-inferior

            Exit code 0 improved or equivalent, or non-inferior where that is the gate; 1 regressed, or \
            inferior; 2 inconclusive; 4 not comparable. Of several candidates the worst counts.
            """)

    @Argument(help: "The baseline.") var a: String
    @Argument(help: "The candidate, or several.") var b: [String]
    @Option(help: "The equivalence margin of the solve rate, 0.001 to 0.5 (default 0.05, or that of the run whose arms are compared).") var margin: Double?
    @Option(help: "The significance level (default 0.05, or that of the run whose arms are compared).") var alpha: Double?
    @OptionGroup var storage: StoreOption
    @Option(help: "The condition for exit code 0: difference (improved or equivalent) or non-inferior.") var gate = ComparisonGate.difference
    @Option(help: "Refuse to compare when a larger share of the verdicts is suspected tampering, from 0 to 1.") var maxTampering = 1.0
    @Flag(help: "Compare even if verdicts on the same task have different assurance tiers.") var allowTierMix = false
    @Flag(help: "Print JSON.") var json = false

    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        guard margin.map({ (0.001...0.5).contains($0) }) ?? true else { throw ValidationError("--margin is 0.001 to 0.5") }
        guard maxTampering >= 0, maxTampering <= 1 else { throw ValidationError("--max-tampering is a share, 0 to 1") }
        guard alpha.map({ $0 > 0 && $0 < 0.5 }) ?? true else { throw ValidationError("--alpha is between 0 and 0.5") }
    }

    func run() async throws {
        let store = try storage.path()
        let request = ComparisonRequest(
            baseline: try ResultSource(named: a, store: store), candidates: try b.map { try ResultSource(named: $0, store: store) },
            margin: margin, alpha: alpha, mostTampering: maxTampering, allowTierMix: allowTierMix)
        let results: [ExperimentDocument.Pair]
        do {
            results = try await request.results()
        } catch let error as NotComparable {
            Console.error("not comparable: \(error)")
            throw CommandStatus(code: .notComparable)
        }
        try show(results)
        if let code = gate.failure(of: results.map(\.result)) { throw CommandStatus(code: code) }
    }

    /// The stable JSON of comparisons: one by itself, several as a list.
    static func json(of pairs: [ExperimentDocument.Pair]) throws -> String {
        let comparisons = pairs.map(\.result)
        return try comparisons.count == 1 ? JSON.pretty(comparisons[0]) : JSON.pretty(comparisons)
    }

    private func show(_ results: [ExperimentDocument.Pair]) throws {
        if json {
            Console.print(try Self.json(of: results))
            return
        }
        for pair in results {
            Console.print(ExperimentText.sentence(pair.a, pair.b, pair.result))
            if gate == .nonInferior { Console.print(ExperimentText.gate(pair.result)) }
            for flip in pair.result.flips { Console.print(ExperimentText.line(flip)) }
        }
    }
}
