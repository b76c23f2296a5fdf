import AssayCore
import AssaySupport

extension Evidence {
    /// Returns the report on a candidate that follows from all evidence.
    func report(
        on candidate: Candidate, of task: CodingTask, scope: CheckScope, limits: SandboxLimits, toolchain: [String: String], seconds: Double
    ) -> ReviewReport {
        var report = ReviewReport(
            task: task.id, scope: scope, verdict: verdict, tier: VerdictPolicy.tier(separation, hasGeneratedCases: holdoutSeed != nil),
            findings: TouchedLines(candidate, over: task.brief.start).mark(ranked), checks: checks, limits: limits,
            toolchain: toolchain, policy: policies.sorted(), sandbox: summary, duration: seconds)
        report.route = route
        report.project = task.notes.isEmpty ? nil : task.notes.map { TerminalText.line($0, limit: 500) }
        report.holdoutSeed = holdoutSeed.map(String.init)
        return report
    }

    /// The findings in the order in which the first lines say what to do: cause before consequence.
    var ranked: [Finding] {
        var seen: Set<String> = []
        return findings.sorted { Self.rank($0) < Self.rank($1) }
            .filter { seen.insert("\($0.fingerprint)\($0.line ?? 0)").inserted }
    }

    private static let kinds: [FindingKind] = [
        .integrity, .sandboxViolation, .compile, .resource, .test, .review, .staticCheck,
    ]

    private static func rank(_ finding: Finding) -> (severity: Int, kind: Int, path: String, line: Int) {
        (
            severity: finding.severity == .error ? 0 : finding.severity == .warning ? 1 : 2,
            kind: kinds.firstIndex(of: finding.kind) ?? kinds.count, path: finding.path ?? "", line: finding.line ?? 0
        )
    }
}
