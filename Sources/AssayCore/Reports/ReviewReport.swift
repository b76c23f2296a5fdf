/// Everything known about one candidate after one verification.
package struct ReviewReport: Sendable, Codable, Equatable {
    /// The schema's version, `docs/schemas/review-report.schema.json`.
    package private(set) var version = ReportVersion()
    /// The identifier of the task.
    package let task: String
    /// Whether all checks were run or the visible ones only.
    package var scope: CheckScope
    /// The verdict on the candidate.
    package var verdict: Verdict
    /// The assurance tier of the verdict.
    package let tier: AssuranceTier
    /// The findings, the most important first.
    package var findings: [Finding]
    /// The result of every check.
    package var checks: [CheckResult]
    /// The limits of the runs.
    package var limits: SandboxLimits
    /// The version of each tool by its name.
    package let toolchain: [String: String]
    /// The names of the sandbox policies.
    package let policy: [String]
    /// The protection and resource usage of the sandbox.
    package var sandbox: SandboxSummary
    /// Wall seconds of the whole verification.
    package var duration: Double
    /// What is said first of a project: what was taken for its toolchain and why, and what was left out; nil for a suite's task.
    package var project: [String]?
    /// Findings of the earlier report that are gone, if one was given.
    package var resolved: [Finding]?
    /// The command that repeats this verification.
    package var reproduce: String?
    /// The way in which the candidate was built, for toolchains that have several.
    package var route: BuildRoute?
    /// The seed of the test cases that were generated for this verification; the same seed makes them again.
    package var holdoutSeed: String?
    /// Whether the verdict came from the cache: same toolchain, profile, policies, files and limits.
    package var cached: Bool?

    /// Makes a report; the verifier adds the rest later.
    package init(
        task: String, scope: CheckScope, verdict: Verdict, tier: AssuranceTier,
        findings: [Finding], checks: [CheckResult], limits: SandboxLimits,
        toolchain: [String: String], policy: [String], sandbox: SandboxSummary, duration: Double
    ) {
        self.task = task
        self.scope = scope
        self.verdict = verdict
        self.tier = tier
        self.findings = findings
        self.checks = checks
        self.limits = limits
        self.toolchain = toolchain
        self.policy = policy
        self.sandbox = sandbox
        self.duration = duration
    }

    /// Returns the report with the state of each finding compared with an earlier report on the same task.
    package func compared(to earlier: ReviewReport) -> ReviewReport {
        var report = self
        let before = Set(earlier.findings.map(\.fingerprint))
        let now = Set(findings.map(\.fingerprint))
        report.findings = findings.map { finding in
            var finding = finding
            let broke = finding.test.map(earlier.passed.contains) ?? false
            finding.state = before.contains(finding.fingerprint) ? .persisting : broke ? .regressed : .new
            return finding
        }
        report.resolved = earlier.findings.filter { !now.contains($0.fingerprint) }.map { finding in
            var finding = finding
            finding.state = .resolved
            return finding
        }
        return report
    }

    /// The findings with repetitions in the same file merged: the first of each, and the number of others.
    package var folded: [(finding: Finding, more: Int)] {
        var groups: [(finding: Finding, more: Int)] = []
        for finding in findings {
            let same = groups.firstIndex {
                $0.finding.kind == finding.kind && $0.finding.rule == finding.rule && $0.finding.path == finding.path
                    && $0.finding.message == finding.message && $0.finding.test == finding.test
            }
            if let same { groups[same].more += 1 } else { groups.append((finding, 0)) }
        }
        return groups
    }

    /// Whether a person should inspect the candidate, because of the verdict or a note on its integrity.
    package var isSuspect: Bool {
        [.tamperingSuspected, .sandboxViolation].contains(verdict) || findings.contains { $0.kind == .integrity }
    }

    /// Ids of the checks that passed.
    package var passed: Set<String> {
        Set(checks.filter { $0.status == .passed }.map(\.id))
    }

    /// The ids of passed checks other than static ones, which a change must not break.
    package var passedExceptStatic: Set<String> {
        Set(checks.filter { $0.status == .passed && $0.kind != .staticCheck }.map(\.id))
    }

    /// Ids of the checks that ran and did not pass; what never ran has not failed.
    package var failing: [String] {
        checks.filter { [.failed, .crashed, .timeout].contains($0.status) }.map(\.id)
    }

    /// The findings that keep a change from being done though its tests pass.
    package var blocking: [Finding] { findings.filter { $0.blocks == true } }

    /// Whether every check passed and no finding blocks.
    package var isDone: Bool { verdict.isSolved && blocking.isEmpty }

    /// Returns the report with its blocking findings marked.
    package func marked(by rules: BlockingRules) -> ReviewReport {
        var report = self
        for index in findings.indices where rules.blocks(findings[index]) { report.findings[index].blocks = true }
        return report
    }

    /// The number of findings of error severity from static checks.
    package var staticErrors: Int {
        findings.count { $0.kind == .staticCheck && $0.severity >= .warning }
    }
}
