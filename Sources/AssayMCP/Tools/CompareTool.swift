import AssayExperiments
import AssayRender
import AssayStatistics
import AssayStore
import AssaySupport

/// `compare`: the paired verdict on two runs, arms or results files.
struct CompareTool: Tool {
    let name = "compare"
    let title = "Compare two runs"
    let description = """
        Says whether B is improved, equivalent, regressed or inconclusive against A, over the same tasks. A and B are arms of stored runs ('RUN/ARM', or 'RUN' where it has one arm; \
        RUN is an id, the beginning of one, or 'latest') or results files (*.results.jsonl) inside the client's roots.
        """
    let input = Schema.object(
        [
            "a": Schema.text("The baseline."), "b": Schema.text("The candidate."),
            "store": Schema.text("The database of runs, inside the client's roots (default: \(Store.usualPath))."),
            "margin": Schema.number("The equivalence margin of the solve rate (default: that of the run, or 0.05).", 0.001...0.5),
            "alpha": Schema.number("The significance level (default: that of the run, or 0.05).", 0.0001...0.4999),
        ], optional: ["store", "margin", "alpha"])
    let output = Answer.schema

    /// The comparison, as `assay compare --json` has it, in its most important keys.
    struct Answer: Encodable {
        struct Change: Encodable {
            var task: String
            var change: Flip.Change
            var a: String
            var b: String
        }
        var verdict: ComparisonVerdict
        var n: Int
        var solvedA: Int
        var solvedB: Int
        var fixed: Int
        var broke: Int
        var pExact: Double
        var difference: Double
        var ci95: [Double]?
        var mde: Double?
        var tasksNeeded: Int?
        var flips: [Change]
        var moreFlips: Int
    }

    @concurrent func call(_ arguments: ToolArguments, _ context: CallContext) async throws -> ToolAnswer {
        let roots = try await context.roots()
        let sides = try ["a", "b"].map { try Self.source(arguments.text($0) ?? "", store: arguments.text("store"), roots) }
        let request = ComparisonRequest(
            baseline: sides[0], candidates: [sides[1]], margin: arguments.number("margin"), alpha: arguments.number("alpha"), mostTampering: 1,
            allowTierMix: false)
        do {
            guard let pair = try await request.results().first else { throw ToolError("there is nothing to compare") }
            let answer = Answer(pair.result)
            let lines = answer.flips.map { "  \($0.change.rawValue) \(TerminalText.line($0.task)): \($0.a) → \($0.b)" }
            return try ToolAnswer(answer, text: ([ExperimentText.sentence(pair.a, pair.b, pair.result)] + lines).joined(separator: "\n"))
        } catch let error as NotComparable {
            throw ToolError("not comparable: \(error)")
        }
    }

    /// What one side's name means; files and databases are opened inside the roots only, and never written.
    private static func source(_ name: String, store: String?, _ roots: RootFolders) throws -> ResultSource {
        if name.hasSuffix(".jsonl") { return .file(try roots.resolve(name)) }
        return try ResultSource(named: name, store: store ?? Store.usualPath) { try StoreFile.open($0, roots) }
    }
}

extension CompareTool.Answer {
    /// The most flips that are told.
    private static let most = 200

    init(_ result: Comparison) {
        let (pairs, decision) = (result.outcomes, result.decision)
        // Why an answer failed is left out: hidden checks may be the reason.
        let flips = result.flips.prefix(Self.most).map { Change(task: $0.task, change: $0.change, a: $0.a, b: $0.b) }
        self.init(
            verdict: result.verdict, n: pairs.tasks, solvedA: pairs.solvedA, solvedB: pairs.solvedB, fixed: pairs.onlyB, broke: pairs.onlyA,
            pExact: decision.claims.difference, difference: decision.difference, ci95: decision.interval.map { [$0.low, $0.high] }, mde: result.mde,
            tasksNeeded: decision.tasksNeeded, flips: flips, moreFlips: result.flips.count - flips.count)
    }

    static let schema = Schema.object(
        [
            "verdict": Schema.word("The verdict on B against A.", of: ComparisonVerdict.allCases.map(\.rawValue)), "n": Schema.integer("The number of tasks."),
            "solved_a": Schema.integer("Samples that A solved."), "solved_b": Schema.integer("Samples that B solved."),
            "fixed": Schema.integer("Samples that only B solved."), "broke": Schema.integer("Samples that only A solved."),
            "p_exact": Schema.number("The p-value of the difference."), "difference": Schema.number("B's share of solved samples less A's."),
            "ci95": Schema.list("The interval of the difference.", of: ["type": "number"], 2...2),
            "mde": Schema.number("The smallest difference that these tasks can detect."),
            "tasks_needed": Schema.integer("About how many tasks would decide."),
            "flips": Schema.list(
                "The tasks on which they differ.",
                of: Schema.object([
                    "task": ["type": "string"], "change": Schema.word("What B did.", of: ["fixed", "broke"]), "a": ["type": "string"], "b": ["type": "string"],
                ])),
            "more_flips": Schema.integer("Flips that were left out."),
        ], optional: ["ci95", "mde", "tasks_needed"])
}
