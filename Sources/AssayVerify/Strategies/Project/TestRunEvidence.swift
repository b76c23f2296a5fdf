import AssayCore
import AssaySupport
import AssayToolchains

/// Makes checks and findings of the outcomes of a test run.
struct TestRunEvidence {
    private let outcomes: TestOutcomes
    private let end: SandboxResult
    /// The tests that must pass: the listed ones, and others that ran.
    private let reported: ReportedTests
    private let tree: FileTree
    private let hidden: FileTree
    private let earlier: Set<Verdict>
    private let expectation: TestExpectation
    private var isLimited: Bool { !earlier.isDisjoint(with: VerdictPolicy.limits) }

    init(
        outcomes: TestOutcomes, end: SandboxResult, listed: [ListedTest], tree: FileTree, hidden: FileTree, earlier: Set<Verdict>, expectation: TestExpectation
    ) {
        self.expectation = expectation
        self.outcomes = outcomes
        self.end = end
        self.tree = tree
        self.hidden = hidden
        self.earlier = earlier
        reported = ReportedTests(listed, outcomes.outcomes)
    }

    /// Returns the evidence of every test: those listed must have started and ended, and none of the others may fail.
    func evidence() -> Evidence {
        var evidence = problems
        evidence += copies
        var hasCrash = false
        for item in tests {
            let isCrash = item.outcome.map { $0.started && $0.issues.isEmpty && !$0.ended } ?? false
            // Only one of several tests in one process can have ended it.
            let isFirst = !hasCrash || outcomes.separate
            hasCrash = hasCrash || isCrash
            evidence += self.evidence(of: item, namesCrash: isFirst)
        }
        evidence.findings += outcomes.notes.uniqued().map { Finding(kind: .test, rule: "runner-note", severity: .note, message: $0) }
        if let unlisted { evidence.findings.append(unlisted) }
        if outcomes.runEnded {
            evidence.findings += [notRun(skipped: true), notRun(skipped: false)].compactMap(\.self)
        } else if earlier.union(evidence.classes).isDisjoint(with: [.timeout, .resourceLimit, .crashed]) {
            let how = end.signal.map { "signal \($0)" } ?? "exit status \(end.exitCode ?? -1)"
            evidence += Evidence(
                .crashed,
                Finding(
                    kind: .test, rule: "early-exit", message: "the test run ended early (\(how)) before it was complete" + lastWords, signal: end.signal))
        }
        return evidence
    }

    /// The evidence of one test: its check, why it ended the process, and what it found.
    private func evidence(of item: ReportedTests.Item, namesCrash: Bool) -> Evidence {
        let (test, outcome, isHidden) = (item.test, item.outcome, isHidden(item))
        let tag = CheckTag(testName: test.name)
        var evidence = Evidence()
        var seconds = outcome?.seconds
        let status: CheckStatus
        if let outcome, !outcome.issues.isEmpty {
            status = .failed
            evidence.classes.insert(.failed)
        } else if let outcome, outcome.started {
            if outcome.ended {
                status = .passed
                if outcome.assertions == 0 { evidence.withoutAssertion.insert(test.name) }
            } else {
                status = isLimited ? .timeout : .crashed
                if !isLimited { evidence.classes.insert(.crashed) }
                if namesCrash { evidence.findings.append(crash(of: test, isHidden, tag)) } else { seconds = nil }
            }
        } else {
            status = idle(outcome)
            if !isExcused(outcome) { evidence.classes.insert(.incomplete) }
        }
        evidence.checks.append(
            CheckResult(
                id: test.name, kind: .test, status: status, tag: tag, hidden: isHidden,
                seconds: seconds))
        evidence.findings += (outcome?.issues ?? []).map { issue in
            Finding(
                kind: .test, rule: issue.rule, message: "\(test.name): \(issue.message)",
                path: issue.path, line: issue.line,
                excerpt: issue.excerpt ?? excerpt(tree, issue.path, issue.line), test: test.name, tag: tag,
                hidden: isHidden)
        }
        return evidence
    }

    /// The tests that count: where the runner decides, all that it reports.
    private var tests: [ReportedTests.Item] { expectation == .asRunnerSays ? reported.items : reported.counted }

    /// The status of a test that did not run to its end.
    private func idle(_ outcome: TestOutcomes.Outcome?) -> CheckStatus {
        guard let outcome, outcome.skipped else { return .missing }
        return outcome.isExpectedFailure && expectation == .asRunnerSays ? .expectedFailure : .skipped
    }

    /// Whether the project's runner excuses that a test did not run or failed.
    private func isExcused(_ outcome: TestOutcomes.Outcome?) -> Bool { expectation == .asRunnerSays && outcome?.skipped == true }

    /// The finding for a test that was running when its process ended.
    private func crash(of test: ListedTest, _ isHidden: Bool, _ tag: CheckTag?) -> Finding {
        Finding(
            kind: .test, rule: isLimited ? "hung" : "crashed",
            message: isLimited
                ? "\(test.name) was running when the limit was reached"
                : "\(test.name) ended the test process"
                    + (end.signal.map { " (signal \($0))" } ?? "")
                    + crashReason,
            path: test.path, test: test.name, tag: tag, hidden: isHidden,
            signal: end.signal)
    }

    /// Whether a test is hidden; a test of an unknown file is hidden if any file is.
    private func isHidden(_ item: ReportedTests.Item) -> Bool {
        hidden[item.test.path] != nil || (!item.isListed && tree[item.test.path] == nil && !hidden.isEmpty)
    }

    /// The words by which a runner says that a file which it loads is no code of the language.
    private static let syntaxErrors = ["SyntaxError: ", "IndentationError: ", "TabError: "]

    /// The evidence of failures that belong to no test.
    private var problems: Evidence {
        outcomes.problems.reduce(into: Evidence()) { evidence, problem in
            let message = problem.message.isEmpty ? "the tests could not be loaded" : problem.kind.words + problem.message
            let isSyntax = problem.kind == .collection && Self.syntaxErrors.contains(where: message.contains)
            evidence += Evidence(
                problem.kind == .exitSignal ? .crashed : isSyntax ? .compileError : .failed,
                Finding(
                    kind: .test, rule: problem.kind.rawValue, message: message, path: problem.path, test: problem.path,
                    hidden: problem.path.map { hidden[$0] != nil } ?? false, signal: problem.kind == .exitSignal ? end.signal : nil))
        }
    }

    /// The evidence that something else was tested than the tree under judgement.
    private var copies: Evidence {
        Set(outcomes.copies).sorted { $0.module < $1.module }.reduce(into: Evidence()) { evidence, copy in
            let message = "tests a copy at \(copy.path), not the tree's own '\(copy.module)'"
            evidence += Evidence(.unjudgeable, Finding(kind: .test, rule: "foreign-copy", message: message))
        }
    }

    /// The finding for tests that ran without being listed; nil when there are none.
    private var unlisted: Finding? {
        let extras = reported.extras
        // Without a list from before, the run itself is the list.
        guard let first = extras.first, !(expectation == .asRunnerSays && reported.items.count == extras.count) else { return nil }
        let skipped = extras.count { $0.isSkippedExtra }
        let names = extras.map(\.test.name).listed()
        return Finding(
            kind: .test, rule: "unlisted", severity: .note,
            message: "\(extras.count) \(extras.count == 1 ? "test" : "tests") not listed before the run"
                + (skipped > 0 ? " (\(skipped) skipped)" : "") + ": \(names)",
            path: tree[first.test.path] == nil ? nil : first.test.path, hidden: extras.contains(where: isHidden))
    }

    /// The finding for tests that a complete run skipped or never began; nil when there are none.
    private func notRun(skipped: Bool) -> Finding? {
        let idle = tests.filter { item in
            item.outcome?.issues.isEmpty != false && item.outcome?.started != true && (item.outcome?.skipped == true) == skipped
                && !(expectation == .asRunnerSays && item.outcome?.isExpectedFailure == true)
        }
        guard let first = idle.first else { return nil }
        let names = idle.map(\.test.name).listed()
        return Finding(
            kind: .test, rule: skipped ? "skipped" : "missing", severity: isExcused(first.outcome) ? .note : .error,
            message: "\(idle.count) of \(tests.count) tests \(skipped ? "skipped" : "never run"): \(names)"
                + (first.outcome?.reason.map { " (\($0))" } ?? ""),
            path: first.test.path, test: first.test.name, hidden: idle.allSatisfy(isHidden))
    }

    /// What a project's run printed at last that reported nothing: only that can say why.
    ///
    /// A suite's could hold a hidden test.
    private var lastWords: String {
        guard expectation == .asRunnerSays, outcomes.outcomes.isEmpty, outcomes.problems.isEmpty else { return "" }
        let said = [end.errorText, end.outputText].lazy.map { BuildEnd.words($0) }.first { !$0.isEmpty }
        return said.map { ": \($0)" } ?? ""
    }

    /// The runtime's own words about a trap, if it printed any.
    private var crashReason: String {
        let line = end.errorText.lines.last { $0.contains("Fatal error") }
        return line.map { ": " + TerminalText.line(String($0), limit: 300) } ?? ""
    }
}
