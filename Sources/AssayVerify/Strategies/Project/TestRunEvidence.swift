import AssayCore
import AssaySupport
import AssayToolchains

/// Turns what a test run told into checks and findings.
struct TestRunEvidence {
    private let outcomes: TestOutcomes
    private let end: SandboxResult
    /// The tests that must have run: those listed, with the cases that stand for one.
    private let expected: [ListedTest]
    private let tree: FileTree
    private let hidden: FileTree
    private let earlier: Set<Verdict>
    private var isLimited: Bool { !earlier.isDisjoint(with: VerdictPolicy.limits) }

    init(outcomes: TestOutcomes, end: SandboxResult, listed: [ListedTest], tree: FileTree, hidden: FileTree, earlier: Set<Verdict>) {
        self.outcomes = outcomes
        self.end = end
        self.tree = tree
        self.hidden = hidden
        self.earlier = earlier
        expected = Self.withVariants(listed, outcomes)
    }

    /// Returns the evidence of every expected test, which must have started and ended.
    func evidence() -> Evidence {
        var evidence = problems
        var hasCrash = false
        for test in expected {
            let outcome = outcomes.outcomes.first { $0.name == test.name }
            let isCrash = outcome.map { $0.started && $0.issues.isEmpty && !$0.ended } ?? false
            // Only one of several tests in one process can have ended it.
            let isFirst = !hasCrash || outcomes.separate
            hasCrash = hasCrash || isCrash
            evidence += self.evidence(of: test, outcome, namesCrash: isFirst)
        }
        if expected.isEmpty && outcomes.outcomes.isEmpty && end.succeeded {
            evidence.classes.insert(.incomplete)
            return evidence
        }
        if outcomes.runEnded {
            evidence.findings += [notRun(skipped: true), notRun(skipped: false)].compactMap(\.self)
        } else if earlier.union(evidence.classes).isDisjoint(with: [.timeout, .resourceLimit, .crashed]) {
            let how = end.signal.map { "signal \($0)" } ?? "exit status \(end.exitCode ?? -1)"
            evidence += Evidence(
                .crashed,
                Finding(
                    kind: .test, rule: "early-exit", message: "the test run ended early (\(how)) before it was complete", signal: end.signal))
        }
        return evidence
    }

    /// The evidence of one test: its check, why it ended the process, and what it found.
    private func evidence(of test: ListedTest, _ outcome: TestOutcomes.Outcome?, namesCrash: Bool) -> Evidence {
        let (isHidden, tag) = (hidden[test.path] != nil, CheckTag(testName: test.name))
        var evidence = Evidence()
        var seconds = outcome?.seconds
        let status: CheckStatus
        if let outcome, outcome.started {
            if !outcome.issues.isEmpty {
                status = .failed
                evidence.classes.insert(.failed)
            } else if outcome.ended {
                status = .passed
                if outcome.assertions == 0 { evidence.withoutAssertion.insert(test.name) }
            } else {
                status = isLimited ? .timeout : .crashed
                if !isLimited { evidence.classes.insert(.crashed) }
                if namesCrash { evidence.findings.append(crash(of: test, isHidden, tag)) } else { seconds = nil }
            }
        } else {
            status = outcome?.skipped == true ? .skipped : .missing
            evidence.classes.insert(.incomplete)
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

    /// Says that a test was running when its process ended.
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

    /// The evidence of what kept tests from being loaded.
    private var problems: Evidence {
        outcomes.problems.reduce(into: Evidence()) { evidence, problem in
            evidence += Evidence(
                .failed,
                Finding(
                    kind: .test, rule: "collection", message: "the tests could not be loaded: \(problem.message)", path: problem.path,
                    test: problem.path, hidden: problem.path.map { hidden[$0] != nil } ?? false))
        }
    }

    /// Returns the listed tests with the cases that stand for one, and what the runner found beside them.
    private static func withVariants(_ listed: [ListedTest], _ outcomes: TestOutcomes) -> [ListedTest] {
        let cases = Dictionary(grouping: outcomes.outcomes.filter { $0.variantOf != nil }) { $0.variantOf ?? "" }
        guard !cases.isEmpty else { return listed }
        let names = Set(listed.map(\.name))
        let beside = outcomes.outcomes.filter { outcome in outcome.variantOf.map { !names.contains($0) } ?? false }
        return listed.flatMap { test in cases[test.name]?.map { ListedTest(name: $0.name, path: test.path) } ?? [test] }
            + beside.map { outcome in
                let path = outcome.name.firstRange(of: "::").map { String(outcome.name[..<$0.lowerBound]) }
                return ListedTest(name: outcome.name, path: path ?? outcome.name)
            }
    }

    /// Names the tests that a run which came to its end skipped or never began; nil where there are none.
    private func notRun(skipped: Bool) -> Finding? {
        let idle = expected.filter { test in
            let outcome = outcomes.outcomes.first { $0.name == test.name }
            return outcome?.started != true && (outcome?.skipped == true) == skipped
        }
        guard let first = idle.first else { return nil }
        let names = idle.prefix(5).map(\.name).joined(separator: ", ") + (idle.count > 5 ? " and \(idle.count - 5) more" : "")
        return Finding(
            kind: .test, rule: skipped ? "skipped" : "missing",
            message: "\(idle.count) of \(expected.count) tests \(skipped ? "skipped" : "never run"): \(names)",
            path: first.path, test: first.name, hidden: idle.allSatisfy { hidden[$0.path] != nil })
    }

    /// The runtime's own words about a trap, if it printed any.
    private var crashReason: String {
        let line = end.errorText.lines.last { $0.contains("Fatal error") }
        return line.map { ": " + TerminalText.line(String($0), limit: 300) } ?? ""
    }
}
