import ArgumentParser
import AssayCore
import AssayExperiments
import AssayRender
import AssayStatistics
import AssayStore
import AssaySuites
import AssaySupport

/// `assay compare`: the paired verdict on two sets of results.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Says whether B is improved, equivalent, regressed or inconclusive against A.",
        discussion: """
            Several candidates are judged as a family, their p corrected by Holm's method. \
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
    @Option(help: "Differences within this are of no consequence.") var margin = 0.05
    @Option(help: "The probability of a false alarm.") var alpha = 0.05
    @Option(help: "The database for RUN/ARM.") var store = ".assay/assay.db"
    @Option(help: "What is asked: difference or non-inferior.") var gate = Gate.difference
    @Option(help: "Refuse to compare where a larger share of the verdicts is suspected tampering.") var maxTampering = 1.0
    @Flag(help: "Compare verdicts of different assurance tiers all the same.") var allowTierMix = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard margin > 0, margin < 1 else { throw ValidationError("--margin is between 0 and 1") }
        guard maxTampering >= 0, maxTampering <= 1 else { throw ValidationError("--max-tampering is a share, 0 to 1") }
        guard alpha > 0, alpha < 0.5 else { throw ValidationError("--alpha is between 0 and 0.5") }
    }

    enum Gate: String, ExpressibleByArgument { case difference, nonInferior = "non-inferior" }

    func run() async throws {
        let left = try load(a)
        let right = try b.map(load)
        let results: [Comparison]
        do {
            if right.count == 1, let gate = try sequentialGate(a, b[0]) {
                results = [try Comparison.sequential(left, right[0], gate, margin: margin, allowTierMix: allowTierMix)]
            } else {
                results = try Comparison.family(
                    left, right, margin: margin, alpha: alpha, allowTierMix: allowTierMix, mostTampering: maxTampering)
            }
        } catch let error as NotComparable {
            Console.error("not comparable: \(error)")
            throw CommandStatus(code: .notComparable)
        }
        try tell(left, right, results)
    }

    /// Prints the results; ends with the worst of their exit codes.
    private func tell(_ left: ResultSet, _ right: [ResultSet], _ results: [Comparison]) throws {
        if json {
            Console.print(try results.count == 1 ? JSON.pretty(results[0]) : JSON.pretty(results))
        } else {
            for (candidate, result) in zip(right, results) {
                Console.print(ExperimentText.sentence(left.name, candidate.name, result))
                if gate == .nonInferior { Console.print(ExperimentText.gate(result, margin: margin)) }
                for flip in result.flips {
                    Console.print("  \(flip.change == "fixed" ? "+" : "-") \(flip.task): \(flip.a) → \(flip.b)\(ExperimentText.reason(flip))")
                }
            }
        }
        let codes = results.compactMap(code)
        for worst in [ExitStatus.negative, .inconclusive] where codes.contains(worst) { throw CommandStatus(code: worst) }
    }

    /// The exit code that one result would have alone; nil for success.
    private func code(_ result: Comparison) -> ExitStatus? {
        switch gate {
        case .difference:
            switch result.verdict {
            case .improved, .equivalent: nil
            case .regressed: .negative
            case .inconclusive: .inconclusive
            }
        case .nonInferior:
            switch result.nonInferiority {
            case .nonInferior: nil
            case .inferior: .negative
            case .undecided: .inconclusive
            }
        }
    }

    /// An arm of a stored run, as it is named on the command line.
    private func arm(_ name: String) throws -> (database: Store, record: ExperimentRecord, arm: String) {
        let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
        let database = try Store.existing(parts.count == 2 ? parts[0] : store)
        let run = (parts.last ?? name).split(separator: "/", maxSplits: 1).map(String.init)
        let record = try database.experiment(run.first ?? name)
        let arms = try database.arms(of: record.id).map(\.name)
        guard let arm = run.count == 2 ? run[1] : (arms.count == 1 ? arms[0] : nil), arms.contains(arm) else {
            throw InputError(name, "say which arm: \(arms.map { "\(record.id)/\($0)" }.joined(separator: ", "))")
        }
        return (database, record, arm)
    }

    private func load(_ name: String) throws -> ResultSet {
        if name.hasSuffix(".jsonl") { return try Self.samples(name) }
        let (database, record, arm) = try arm(name)
        let attempts = ExperimentResults.finished(try database.attempts(of: record.id))
        var set = ExperimentResults.resultSet(arm, attempts, try database.reasons(of: record.id))
        set.name = "\(record.id)/\(arm)"
        return set
    }

    /// The gate of a run that was allowed to stop early, where two of its own arms are compared.
    private func sequentialGate(_ a: String, _ b: String) throws -> SequentialGate? {
        guard !a.hasSuffix(".jsonl"), !b.hasSuffix(".jsonl") else { return nil }
        let (left, right) = (try arm(a), try arm(b))
        guard left.record.id == right.record.id, left.database.path == right.database.path, left.record.stop == StopRule.sequential.rawValue else {
            return nil
        }
        return ExperimentResults.gate(try left.database.attempts(of: left.record.id), left.arm, right.arm, alpha: alpha)
    }

    private static func reason(_ line: JSONLine) -> String? {
        guard case .array(let failing)? = line.object["failing"], let first = failing.first?.text else { return nil }
        return (line.object["failure"]?.text.map { "\($0) in " } ?? "") + first + (failing.count > 1 ? " and \(failing.count - 1) more" : "")
    }

    private static func samples(_ path: String) throws -> ResultSet {
        var entries: [String: [ResultSet.Entry]] = [:]
        for line in try JSONLines.read(path) {
            let verdict = try line.text("verdict")
            guard Verdict(rawValue: verdict) != nil else {
                throw InputError(line.place, "'\(TerminalText.line(verdict))' is not a verdict; write the file with 'assay verify'")
            }
            entries[try line.text("task_id"), default: []].append(
                .init(
                    verdict: verdict, tier: try line.text("tier"),
                    digest: line.object["suite_digest"]?.text, reason: Self.reason(line)))
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return ResultSet(name: name, entries: entries)
    }
}
