import AssayCore
import AssaySupport
import AssayToolchains

extension TestOutcomes {
    /// Adds checks and findings; every expected test must have started and ended.
    func report(
        _ result: SandboxResult, expected: [(name: String, path: String)], tree: FileTree,
        hidden: FileTree, into evidence: inout Evidence
    ) {
        let limited = !evidence.classes.isDisjoint(with: [.timeout, .resourceLimit])
        var named = false
        addProblems(hidden, into: &evidence)
        let expected = withVariants(expected)
        for (name, path) in expected {
            let isHidden = hidden[path] != nil
            let tag = CheckTag(testName: name)
            let outcome = outcomes.first { $0.name == name }
            let status: CheckStatus
            if let outcome, outcome.started {
                if !outcome.issues.isEmpty {
                    status = .failed
                    evidence.classes.insert(.failed)
                } else if outcome.ended {
                    status = .passed
                    if outcome.assertions == 0 { evidence.withoutAssertion.insert(name) }
                } else {
                    status = limited ? .timeout : .crashed
                    if !limited { evidence.classes.insert(.crashed) }
                    if named && !separate {
                        evidence.checks.append(
                            CheckResult(id: name, kind: .test, status: status, tag: tag, hidden: isHidden))
                        continue
                    }
                    named = true
                    evidence.findings.append(
                        Finding(
                            kind: .test, rule: limited ? "hung" : "crashed",
                            message: limited
                                ? "\(name) was running when the limit was reached"
                                : "\(name) ended the test process"
                                    + (result.signal.map { " (signal \($0))" } ?? "")
                                    + crashReason(result),
                            path: path, test: name, tag: tag, hidden: isHidden,
                            signal: result.signal))
                }
            } else {
                status = outcome?.skipped == true ? .skipped : .missing
                evidence.classes.insert(.incomplete)
            }
            evidence.checks.append(
                CheckResult(
                    id: name, kind: .test, status: status, tag: tag, hidden: isHidden,
                    seconds: outcome?.seconds))
            for issue in outcome?.issues ?? [] {
                evidence.findings.append(
                    Finding(
                        kind: .test, rule: issue.rule, message: "\(name): \(issue.message)",
                        path: issue.path, line: issue.line,
                        excerpt: issue.excerpt ?? excerpt(tree, issue.path, issue.line), test: name, tag: tag,
                        hidden: isHidden))
            }
        }
        if expected.isEmpty && outcomes.isEmpty && result.succeeded {
            evidence.classes.insert(.incomplete)
            return
        }
        reportIdle(expected, hidden, into: &evidence)
        if !runEnded && evidence.classes.isDisjoint(with: [.timeout, .resourceLimit, .crashed]) {
            evidence.classes.insert(.crashed)
            let how = result.signal.map { "signal \($0)" } ?? "exit status \(result.exitCode ?? -1)"
            evidence.findings.append(
                Finding(
                    kind: .test, rule: "early-exit",
                    message: "the test run ended early (\(how)) before it was complete",
                    signal: result.signal))
        }
    }

    private func addProblems(_ hidden: FileTree, into evidence: inout Evidence) {
        for problem in problems {
            evidence.classes.insert(.failed)
            evidence.findings.append(
                Finding(
                    kind: .test, rule: "collection", message: "the tests could not be loaded: \(problem.message)", path: problem.path,
                    test: problem.path, hidden: problem.path.map { hidden[$0] != nil } ?? false))
        }
    }

    /// The listed tests with the cases that stand for one, and what the runner found beside them.
    private func withVariants(_ expected: [(name: String, path: String)]) -> [(name: String, path: String)] {
        let cases = Dictionary(grouping: outcomes.filter { $0.variantOf != nil }) { $0.variantOf ?? "" }
        guard !cases.isEmpty else { return expected }
        let names = Set(expected.map(\.name))
        let beside = outcomes.filter { outcome in outcome.variantOf.map { !names.contains($0) } ?? false }
        return expected.flatMap { test in cases[test.name]?.map { ($0.name, test.path) } ?? [test] }
            + beside.map { ($0.name, $0.name.firstRange(of: "::").map { [name = $0.name] in String(name[..<$0.lowerBound]) } ?? $0.name) }
    }

    /// Says which tests a run that came to its end did not run.
    private func reportIdle(
        _ expected: [(name: String, path: String)], _ hidden: FileTree, into evidence: inout Evidence
    ) {
        guard runEnded else { return }
        func idle(skipped: Bool) -> [(name: String, path: String)] {
            expected.filter { name, _ in
                let outcome = outcomes.first { $0.name == name }
                return outcome?.started != true && (outcome?.skipped == true) == skipped
            }
        }
        evidence.addIdle("skipped", idle(skipped: true), of: expected.count) { hidden[$0] != nil }
        evidence.addIdle("missing", idle(skipped: false), of: expected.count) { hidden[$0] != nil }
    }

    /// The runtime's own words about a trap, if it printed any.
    private func crashReason(_ result: SandboxResult) -> String {
        let line = result.errorText.lines.last { $0.contains("Fatal error") }
        return line.map { ": " + TerminalText.line(String($0), limit: 300) } ?? ""
    }
}
