package import AssayCore

/// The separation between tests and candidate, which decides how hard it is to forge a pass.
package enum TestSeparation: Sendable, Equatable {
    /// The tests share a process with the candidate; `stated` is the tier that the toolchain's profile states for that.
    case shared(stated: AssuranceTier)
    /// The candidate answers from a process of its own; what is compared, and the comparison, are where it is not.
    case isolated
    /// Only the status counts with which a program of the candidate ends, or a number that it could write itself.
    case exitStatus
}

/// The one place where classes of evidence become a verdict, and facts about a run an assurance tier.
package enum VerdictPolicy {
    /// The classes from the one that always wins to the one that says nothing against a candidate.
    static let precedence: [Verdict] = [
        .harnessError, .sandboxViolation, .tamperingSuspected, .unjudgeable, .interfaceViolation, .compileError, .staticFailed, .timeout,
        .resourceLimit, .crashed, .failed, .flaky, .incomplete, .passed,
    ]

    /// The classes of limits that were reached.
    static let limits: Set<Verdict> = [.timeout, .resourceLimit]

    /// Returns the verdict: the first class that applies; without any, passed if a test passed and the others are excused.
    ///
    /// The project's runner excuses what it skips or expects to fail; where nothing is excused, a skipped test has the class
    /// `incomplete`.
    static func verdict(classes: Set<Verdict>, checks: [CheckResult]) -> Verdict {
        if let first = precedence.first(where: classes.contains) { return first }
        // Builds and linters judge no behaviour: what no test has looked at is incomplete.
        let judged = checks.filter { $0.kind == .test || $0.kind == .oracle }
        return judged.contains { $0.status == .passed } && judged.allSatisfy { isExcused($0.status) } ? .passed : .incomplete
    }

    /// Whether a test ended as its runner expects.
    private static func isExcused(_ status: CheckStatus) -> Bool { [.passed, .skipped, .expectedFailure].contains(status) }

    /// Whether a report's verdict can follow from its own checks and findings.
    static func agrees(_ report: ReviewReport) -> Bool {
        let judged = report.checks.filter { $0.kind == .test || $0.kind == .oracle }
        let hasFailed = report.checks.contains { $0.status != .passed } || report.findings.contains { $0.severity == .error }
        return switch report.verdict {
        // Linters change no verdict; everything else must have passed.
        case .passed: !judged.isEmpty && report.checks.allSatisfy { $0.kind == .staticCheck || isExcused($0.status) }
        case .failed, .compileError, .interfaceViolation, .crashed, .sandboxViolation, .tamperingSuspected: hasFailed
        default: true
        }
    }

    /// Returns the class of a limit that was reached.
    static func verdict(ofLimit limit: SandboxLimit) -> Verdict {
        limit.isOfTime ? .timeout : .resourceLimit
    }

    /// Returns how hard a verdict is to forge; cases that were generated for this verification cannot be known before.
    static func tier(_ separation: TestSeparation, hasGeneratedCases: Bool) -> AssuranceTier {
        switch separation {
        case .isolated: hasGeneratedCases ? .a : .aMinus
        case .shared(let stated): stated
        case .exitStatus: .c
        }
    }

    /// Returns the tier of a candidate of which nothing was run: the least that verdicts of its task's form have.
    package static func tierWithoutRun(of form: CheckForm) -> AssuranceTier {
        tier(separation(of: form, stated: .b), hasGeneratedCases: false)
    }

    /// Returns how a form separates tests and candidate; `stated` is the tier of a build system, for projects.
    static func separation(of form: CheckForm, stated: AssuranceTier) -> TestSeparation {
        switch form {
        case .pythonFunction, .pythonModule, .calls, .streams: .isolated
        case .project: .shared(stated: stated)
        case .program, .script, .unjudgeable: .exitStatus
        }
    }

    /// Returns a report with its verdict after reruns: what was not the same each time is flaky.
    static func report(_ report: ReviewReport, after reruns: [ReviewReport]) -> ReviewReport {
        var changed: Set<String> = []
        // Tests of the same name are distinguished by their order.
        func statuses(_ report: ReviewReport) -> [String: [CheckStatus]] { Dictionary(grouping: report.checks, by: \.id).mapValues { $0.map(\.status) } }
        let first = statuses(report)
        for rerun in reruns {
            let other = statuses(rerun)
            changed.formUnion(first.keys.filter { other[$0] != first[$0] })
            if rerun.verdict != report.verdict && changed.isEmpty { changed.insert(rerun.verdict.rawValue) }
        }
        guard !changed.isEmpty else { return report }
        var flaky = report
        flaky.verdict = .flaky
        flaky.findings.insert(
            Finding(
                kind: .test, rule: "flaky",
                message: "not the same in \(reruns.count + 1) runs: \(changed.sorted().joined(separator: ", "))"), at: 0)
        return flaky
    }
}
