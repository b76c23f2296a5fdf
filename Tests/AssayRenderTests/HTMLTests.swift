import AssayCore
import AssayExperiments
import AssayRender
import AssaySupport
import Testing

/// A result whose every text was written by an enemy.
private func document(_ hostile: String, arms: [String], sizes: [Int?] = [1, 1, 2, 4]) throws -> ExperimentDocument {
    let attempts = arms.enumerated().flatMap { number, arm in
        (0..<4).map { task in
            MeasuredAttempt(
                number: Int64(task), key: AttemptKey(arm: arm, task: "t\(task)\(hostile)", seed: 0), size: sizes[task],
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
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "' onload='alert(1)", "</style><style>*{}</style>", "{{command}}{{{command}}}",
    "\u{1B}]0;owned\u{07}<b>", "a & b | c", "--><svg onload=alert(1)>", "java\u{0}script:", "abc\u{202E}cba\u{2066}x\u{200B}", "]]><![CDATA[<b>",
]

/// What no text of others may bring onto a page.
private let forbidden = [
    "<script>alert", "<b>", "\" onload", "' onload", "<svg onload", "</style><style>", "\u{1B}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{0}", "&amp;lt;",
]

@Suite struct HTMLTests {
    @Test("names of tasks, arms and suites are text, never markup", arguments: hostile)
    func escapes(_ text: String) throws {
        let page = RunPage.render(try document(text, arms: [text, "b"]), command: "assay bench x.yaml", links: .server).withoutAssets
        for word in forbidden { #expect(!page.contains(word), "\(word)") }
    }

    @Test("characters that would hide or reorder others are shown instead of obeyed")
    func visible() throws {
        let page = RunPage.render(try document("abc\u{202E}cba\u{7}", arms: ["a", "b"]), command: "x")
        #expect(page.contains("abc⟦U+202E⟧cba␇"))
    }

    @Test("a file loads nothing, and runs only the script whose digest its policy names")
    func alone() throws {
        let page = RunPage.render(try document("plain", arms: ["a", "b"]), command: "assay bench x.yaml")
        #expect(page.contains("default-src 'none'") && page.contains("script-src 'sha256-") && !page.contains("unsafe"))
        #expect(page.ranges(of: "<script").count == 1)
        for word in ["http:", "https:", "src=", "@import", "url(", " style=", " onclick"] { #expect(!page.contains(word), "\(word)") }
        let links = page.ranges(of: "href=\"").map { page[$0.upperBound...].prefix(1) }
        #expect(Set(links).isSubset(of: ["#", "d"]), "only to parts of itself, and the empty icon")
    }

    @Test("the page holds what the Markdown report holds")
    func same() throws {
        let document = try document("plain", arms: ["a", "b"])
        let page = RunPage.render(document, command: "assay bench x.yaml")
        let report = MarkdownExperiment.render(document, command: "assay bench x.yaml")
        for text in ["1/4", "2/4", "inconclusive", "from a recording", "edge", "t1plain", "fixed", "1 attempts are open"] {
            #expect(page.contains(text) && report.contains(text), "\(text)")
        }
    }

    @Test("every drawing has a name, a description and its numbers, and every table headings that say what they are of")
    func readable() throws {
        let page = RunPage.render(try document("plain", arms: ["a", "b"]), command: "x")
        let count = page.ranges(of: "<svg ").count
        #expect(count >= 4)
        for part in ["<title id=", "<desc id=", "role=\"img\" aria-labelledby", "<summary>Data of this plot"] {
            #expect(page.ranges(of: part).count == count, "\(part)")
        }
        #expect(page.ranges(of: "<table").count == page.ranges(of: "<caption").count)
        #expect(!page.contains("<th>") && page.contains("<th scope=\"col\"") && page.contains("<th scope=\"row\""))
        #expect(page.contains("class=\"skip\" href=\"#content\"") && page.contains("<main id=\"content\""))
    }

    @Test("where tasks say how large they are, a drawing shows what happens as they grow")
    func sizes() throws {
        func page(_ sizes: [Int?]) throws -> String { RunPage.render(try document("plain", arms: ["a", "b"], sizes: sizes), command: "x") }
        let drawn = try page([1, 1, 2, nil])
        #expect(drawn.contains("Solve rate by size of the task"))
        #expect(drawn.contains("a solves 1 of 2 tasks of 1; b solves 2 of 2 tasks of 1; a solves 0 of 1 tasks of 2; b solves 0 of 1 tasks of 2"))
        for sizes in [[nil, nil, nil, nil], [3, 3, 3, 3], [3, nil, 3, nil]] {
            #expect(try !page(sizes).contains("by size of the task"), "\(sizes)")
        }
    }

    @Test("an arm without an attempt that counts has no rate, and no interval that says everything is possible")
    func unbegun() throws {
        let begun = try document("plain", arms: ["a", "b"])
        let run = ExperimentDocument(
            id: "run-1", name: "run", suite: "s", suiteDigest: "0123456789abcdef", seeds: 1, margin: 0.05, alpha: 0.05, recording: false,
            arms: begun.arms + [ArmSummary(arm: "late", attempts: [])], attempts: begun.attempts, comparisons: [], refusals: [])
        let page = RunPage.render(run, command: "x").withoutAssets
        #expect(page.contains(">late</th>") && page.contains(">0/0</td>") && !page.contains(">0.0 % ["))
        #expect(!page.contains("0/0 ·"))
    }

    @Test("identifiers occur once", arguments: [PageLinks.none, .server])
    func identifiers(_ links: PageLinks) throws {
        let page = RunPage.render(try document("plain", arms: ["a", "b"]), command: "x", links: links)
        let names = page.ranges(of: " id=\"").map { String(page[$0.upperBound...].prefix { $0 != "\"" }) }
        #expect(names.count == Set(names).count, "\(names)")
    }

    @Test("an attempt's prompts, answers and files are shown as text", arguments: hostile)
    func attempt(_ text: String) throws {
        let finding = Finding(kind: .test, rule: text, severity: .error, message: text)
        let report = ReviewReport(
            task: text, scope: .visible, verdict: .failed, tier: .b, findings: [finding], checks: [CheckResult(id: text, kind: .test, status: .failed)],
            limits: SandboxLimits(), toolchain: [text: text], policy: [text], sandbox: SandboxSummary(), duration: 1)
        var step = AttemptDocument.Step(
            phase: .known(.fix), note: text, spentTokens: TokenUsage(prompt: 3, cached: 1), end: nil, seconds: 2, error: text,
            asked: [ModelMessage(.user, stable: text, text)], reply: text, model: text, report: report, files: try FileTree(["a.py": text]))
        let plain = AttemptDocument(run: "run-1", key: AttemptKey(arm: text, task: text, seed: 0), result: AttemptResult(verdict: .failed), steps: [step])
        step.difference = "--- a/\(text)\n+++ b/\(text)\n@@ -1,1 +1,1 @@\n-\(text)\n+\(text)x\n"
        let document = AttemptDocument(
            run: "run-1", key: AttemptKey(arm: text, task: text, seed: 0), result: AttemptResult(verdict: .failed, stopped: text), steps: [step])
        let pages = [
            AttemptPage.render(document, links: .server), PairPage.render((1, document), (2, document), links: .server), try ReportFormat.html.render(report),
        ]
        for page in pages.map(\.withoutAssets) { for word in forbidden { #expect(!page.contains(word), "\(word)") } }
        let terminal = TerminalAttempt.render(plain, full: true)
        #expect(!terminal.contains("\u{1B}"))
        #expect(pages[0].contains("a.py") && terminal.contains("= a.py"))
    }

    @Test("an empty store says what to do")
    func empty() { #expect(RunsPage.render([], store: "x.db", links: .server).contains("assay bench")) }

    @Test("of very many attempts the server shows a page at a time, and finds by what is asked")
    func paged() throws {
        let attempts = (0..<2500).map { number in
            MeasuredAttempt(
                number: Int64(number), key: AttemptKey(arm: "a", task: "t\(number)", seed: 0),
                result: AttemptResult(verdict: number % 2 == 0 ? .passed : .failed))
        }
        let document = ExperimentDocument(
            id: "r", name: "r", suite: "s", suiteDigest: "0", seeds: 1, margin: 0.05, alpha: 0.05, recording: false,
            arms: [ArmSummary(arm: "a", attempts: attempts)], attempts: attempts, comparisons: [], refusals: [])
        func page(_ query: RunPage.Query) -> String { RunPage.render(document, command: "x", links: .server, query: query) }
        let second = page(.init(words: "", arm: "", verdict: "failed", page: 2))
        #expect(
            second.contains("Page 2 of 2") && second.contains("1250 of 2500 found") && second.contains("href=\"?verdict=failed&amp;page=1#attempts-heading\""))
        #expect(page(.init(words: "t2499", arm: "", verdict: "", page: 1)).contains("1 of 2500 found"))
        #expect(page(.init(words: "\"><script>alert(1)", arm: "", verdict: "", page: 99)).contains("0 of 2500 found"))
        #expect(!page(.init(words: "\"><script>alert(1)", arm: "", verdict: "", page: 1)).contains("<script>alert"))
    }
}
