import AssayCore
import AssaySupport

/// What the project's own runner said of the tree before a change: the list of tests that the change is held against.
///
/// A run of that tree says more than a list of names: which tests fail or are skipped already, and how long it takes.
struct Baseline {
    /// The report on the tree before the change.
    let report: ReviewReport
    /// Whether the change may edit tests, so that a test which is gone or skipped is told and fails nothing.
    let allowsTestChanges: Bool
    /// The files of tests that the change edits.
    var editedTests: [String] = []

    private var tests: [String: CheckStatus] {
        Dictionary(report.checks.filter { $0.kind == .test }.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
    }

    /// Returns the evidence of a change beside that of the tree before it.
    ///
    /// Tests that passed must still run; failures and findings that were there before are marked so, and new tests are named.
    func compared(_ evidence: Evidence) -> Evidence {
        // Of a tree that did not build, or a change that does not, there is nothing to compare.
        guard !tests.isEmpty, evidence.classes.isDisjoint(with: [.compileError, .interfaceViolation, .harnessError]) else { return evidence }
        var evidence = marked(evidence)
        let now = evidence.checks.filter { $0.kind == .test }
        let ids = Set(now.map(\.id))
        let passed = report.checks.filter { $0.kind == .test && $0.status == .passed }.map(\.id)
        let gone = passed.filter { !ids.contains($0) }
        let skipped = now.filter { [.skipped, .expectedFailure].contains($0.status) && tests[$0.id] == .passed }.map(\.id)
        // After a limit or a crash, what did not run is explained.
        if evidence.classes.isDisjoint(with: [.timeout, .resourceLimit, .crashed]) {
            evidence += lost(gone, "missing", "no longer run", adding: !allowsTestChanges)
            evidence += lost(skipped, "skipped", "now skipped or failing as expected", adding: false)
        }
        let fresh = now.filter { tests[$0.id] == nil }
        if !fresh.isEmpty {
            let failed = fresh.count { $0.status != .passed }
            evidence.findings.append(
                Finding(
                    kind: .test, rule: "new-tests", severity: .note,
                    message: "\(Self.counted(fresh.map(\.id), "new"))\(failed > 0 ? "; \(failed) of them not passed" : "")"))
        }
        if !editedTests.isEmpty {
            evidence.findings.append(
                Finding(
                    kind: .test, rule: "changed-tests", severity: .note,
                    message: Self.counted(editedTests, "changed", of: "test file"), path: editedTests.first))
        }
        return evidence
    }

    /// Returns evidence with failures of tests that failed before marked, and without static findings that were there before.
    private func marked(_ evidence: Evidence) -> Evidence {
        var evidence = evidence
        let before = Set(report.findings.map(\.fingerprint))
        evidence.findings.removeAll { $0.kind == .staticCheck && before.contains($0.fingerprint) }
        for index in evidence.findings.indices {
            let finding = evidence.findings[index]
            guard finding.kind == .test, let test = finding.test, let status = tests[test], [.failed, .crashed, .timeout].contains(status) else { continue }
            evidence.findings[index].preexisting = true
        }
        return evidence
    }

    /// The evidence of tests that the change has lost.
    private func lost(_ names: [String], _ rule: String, _ words: String, adding: Bool) -> Evidence {
        guard !names.isEmpty else { return Evidence() }
        var evidence = Evidence()
        evidence.findings = [
            Finding(kind: .test, rule: rule, severity: allowsTestChanges ? .note : .error, message: Self.counted(names, words), test: names.first)
        ]
        if !allowsTestChanges { evidence.classes = [.incomplete] }
        if adding { evidence.checks = names.map { CheckResult(id: $0, kind: .test, status: .missing) } }
        return evidence
    }

    private static func counted(_ names: [String], _ words: String, of thing: String = "test") -> String {
        "\(names.count) \(thing)\(names.count == 1 ? "" : "s") \(words): \(names.listed())"
    }
}
