import AssayCore
import AssayExperiments
import AssayRender
import AssaySupport
import Testing

/// A result whose every text was written by an enemy.
private func document(_ hostile: String, arms: [String]) throws -> ExperimentDocument {
    let attempts = arms.enumerated().flatMap { number, arm in
        (0..<4).map { task in
            MeasuredAttempt(
                number: Int64(task), key: AttemptKey(arm: arm, task: "t\(task)\(hostile)", seed: 0),
                result: AttemptResult(
                    verdict: task <= number ? .passed : .failed, tier: .aMinus, visibleVerdict: .passed, claimsDone: true, seconds: 1,
                    usage: TokenUsage(prompt: 10, completion: 5), calls: 1),
                failingTags: [.edge])
        }
    }
    func results(_ arm: String) -> ResultSet {
        ResultSet(
            name: arm,
            entries: Dictionary(
                uniqueKeysWithValues: attempts.filter { $0.key.arm == arm }.map {
                    (ExactName($0.key.task), [.init(verdict: $0.isSolved ? .passed : .failed, tier: .aMinus, digest: "d")])
                }))
    }
    return ExperimentDocument(
        id: "run-1", name: hostile, suite: hostile, suiteDigest: "0123456789abcdef", seeds: 1, margin: 0.05,
        alpha: 0.05, recording: true, arms: arms.map { ArmSummary(arm: $0, attempts: attempts) }, attempts: attempts,
        every: attempts + [MeasuredAttempt(key: AttemptKey(arm: arms[0], task: "open", seed: 0), result: AttemptResult(status: .planned))],
        comparisons: [.init(a: arms[0], b: arms[1], result: try .make(results(arms[0]), results(arms[1])))],
        refusals: [.init(a: hostile, b: "b", reason: hostile)])
}

private let hostile = [
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "{{command}}{{{command}}}", "\u{1B}]0;owned\u{07}<b>", "a & b | c",
]

@Suite struct HTMLTests {
    @Test("names of tasks, arms and suites are text, never markup or template", arguments: hostile)
    func escapes(_ text: String) throws {
        let page = try HTMLExperiment.render(
            document(text, arms: [text, "b"]), command: "assay bench x.yaml", attemptLink: { "/run/run-1/attempt/\($0)" })
        for forbidden in ["<script", "<b>", "\" onload", "\u{1B}", "{{&#", "&amp;lt;"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(page.ranges(of: "assay bench x.yaml").count == 1, "the template is filled in once")
    }

    @Test("a page loads nothing and runs nothing")
    func alone() throws {
        let page = try HTMLExperiment.render(document("plain", arms: ["a", "b"]), command: "assay bench x.yaml")
        #expect(page.contains("default-src 'none'"))
        for forbidden in ["http:", "https:", "<script", "<link", "src=", "href="] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
    }

    @Test("the page holds what the Markdown report holds")
    func same() throws {
        let document = try document("plain", arms: ["a", "b"])
        let page = try HTMLExperiment.render(document, command: "assay bench x.yaml")
        let report = MarkdownExperiment.render(document, command: "assay bench x.yaml")
        for text in ["1/4", "2/4", "inconclusive", "from a recording", "edge", "t1plain", "fixed", "1 attempts are open"] {
            #expect(page.contains(text) && report.contains(text), "\(text)")
        }
    }

    @Test("rates are drawn where they belong")
    func plot() throws {
        let page = try HTMLExperiment.render(document("plain", arms: ["a", "b"]), command: "x")
        // A rate of 1/4 lies a quarter of 560 units right of the axis at 180.
        #expect(page.contains("<circle cx=\"320\""))
        #expect(page.contains("<circle cx=\"460\""))
    }

    @Test("an attempt's prompts, answers and files are shown as text", arguments: hostile)
    func attempt(_ text: String) throws {
        let finding = Finding(kind: .test, rule: text, severity: .error, message: text)
        let step = AttemptDocument.Step(
            phase: .known(.fix), note: text, spentTokens: TokenUsage(prompt: 3, cached: 1), end: nil, seconds: 2, error: text,
            asked: [ModelMessage(.user, text)], reply: text, findings: [finding],
            files: try FileTree(["a.py": text]))
        let document = AttemptDocument(
            run: "run-1", key: AttemptKey(arm: text, task: text, seed: 0), result: AttemptResult(verdict: .failed, stopped: text), steps: [step])
        let page = try HTMLAttempt.render(document, home: "/", back: "/run/run-1")
        for forbidden in ["<script", "<b>", "\" onload", "\u{1B}"] { #expect(!page.contains(forbidden), "\(forbidden)") }
        let terminal = TerminalAttempt.render(document, full: true)
        #expect(!terminal.contains("\u{1B}"))
        #expect(page.contains("a.py") && terminal.contains("= a.py"))
    }

    @Test("an empty store says what to do")
    func empty() throws {
        #expect(try HTMLRuns.render(RunList(store: "x.db", heading: ["created"], rows: []), address: { $0 }).contains("assay bench"))
    }
}
