/// Everything known about one candidate after one verification.
package struct ReviewReport: Sendable, Codable, Equatable {
    /// The schema's version, `docs/review-report.schema.json`.
    package private(set) var version = ReportVersion()
    /// The identifier of the task.
    package let task: String
    /// Whether all checks were run or the visible ones only.
    package var scope: CheckScope
    /// The verdict on the candidate.
    package var verdict: Verdict
    /// The assurance tier of the verdict.
    package let tier: AssuranceTier
    /// Ranked: the first lines say what to do.
    package var findings: [Finding]
    /// The result of every check.
    package var checks: [CheckResult]
    /// The limits of the runs.
    package var limits: SandboxLimits
    /// The version of each tool by its name.
    package let toolchain: [String: String]
    /// The names of the sandbox policies.
    package let policy: [String]
    /// What the sandbox enforced and measured.
    package var sandbox: SandboxSummary
    /// Wall seconds of the whole verification.
    package var duration: Double
    /// Findings of the earlier report that are gone, if one was given.
    package var resolved: [Finding]?
    /// The command that repeats this verification.
    package var reproduce: String?
    /// How the candidate was built, where there is more than one way.
    package var route: BuildRoute?
    /// The seed of the test cases that were generated for this verification; the same seed makes them again.
    package var holdoutSeed: String?
    /// Whether the verdict was known from before: same toolchain, profile, policy, files and limits.
    package var cached: Bool?

    /// Makes a report; what is only known later is added by the verifier.
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

    /// Says of every finding how it stands to an earlier report on the same task.
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

    /// The findings with those folded that say the same of the same file: the first, and how many more.
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

    /// Whether a person should look at the candidate: by its class, or by a note on its integrity.
    package var isSuspect: Bool {
        [.tamperingSuspected, .sandboxViolation].contains(verdict) || findings.contains { $0.kind == .integrity }
    }

    /// Ids of the checks that passed.
    package var passed: Set<String> {
        Set(checks.filter { $0.status == .passed }.map(\.id))
    }

    /// Ids of the checks that passed, static ones aside: what a change must not break.
    package var passedApartFromStatic: Set<String> {
        Set(checks.filter { $0.status == .passed && $0.kind != .staticCheck }.map(\.id))
    }

    /// Ids of the checks that did not pass.
    package var failing: [String] {
        checks.filter { $0.status != .passed && $0.status != .notRun }.map(\.id)
    }

    /// The number of findings of error severity from static checks.
    package var staticErrors: Int {
        findings.count { $0.kind == .staticCheck && $0.severity >= .warning }
    }
}
