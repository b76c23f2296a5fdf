import AssayCore
import AssaySupport
import AssayToolchains

/// What the checks of one candidate left, gathered until the report is built.
struct Evidence {
    var checks: [CheckResult] = []
    var findings: [Finding] = []
    var summary = SandboxSummary()
    /// Tests that passed and asserted nothing.
    var withoutAssertion: Set<String> = []
    /// Every class that applies; the first in the order of `Verdict` wins.
    var classes: Set<Verdict> = []
    var policies: Set<String> = []
    /// How the candidate was built, where there is more than one way.
    var route: String?
    /// What the drawn cases follow from, where any were drawn.
    var holdoutSeed: UInt64?

    /// Adds one command's outcome and the findings that follow from it alone.
    mutating func add(
        _ result: SandboxResult, of command: SandboxCommand, what: String,
        ignoring benign: Set<String> = []
    ) {
        summary.add(result)
        policies.formUnion(command.policies)
        from(command) { evidence in
            for violation in result.violations where !benign.contains(violation.syscall) {
                evidence.classes.insert(.sandboxViolation)
                evidence.findings.append(
                    Finding(
                        kind: .sandboxViolation, rule: violation.syscall,
                        message: "\(what) \(violation.detail)"
                            + (violation.count > 1 ? " (\(violation.count) times)" : "")))
            }
            if let limit = result.limitHit { evidence.addLimit(limit, command.limits, what) }
        }
    }

    /// Says of the findings that are added which command they are of.
    mutating func from(_ command: SandboxCommand?, _ add: (inout Evidence) throws -> Void) rethrows {
        let before = findings.count
        try add(&self)
        let line = command.map { TerminalText.line(Text.shellLine($0.arguments), limit: 2000) }
        for index in before..<findings.count where findings[index].command == nil { findings[index].command = line }
    }

    /// Adds what other checks of the same candidate left.
    mutating func add(_ other: Evidence) {
        checks += other.checks
        findings += other.findings
        summary.add(other.summary)
        classes.formUnion(other.classes)
        policies.formUnion(other.policies)
    }

    /// Adds what the clean room did not let in.
    mutating func add(_ room: CleanRoom) {
        findings += room.findings
        if room.tampering { classes.insert(.tamperingSuspected) }
    }

    /// Says that there is nothing to verify.
    mutating func addMissingAnswer() {
        classes.insert(.interfaceViolation)
        findings.append(Finding(kind: .compile, rule: "no-answer", message: "no solution was delivered"))
    }

    /// Adds what a tool said; an error of a compiler is one of the build, a warning is a static finding.
    mutating func add(_ diagnostics: [Diagnostic], tree: FileTree, kind: FindingKind) {
        var seen: [Diagnostic] = []
        for item in diagnostics where !seen.contains(item) {
            seen.append(item)
            findings.append(
                Finding(
                    kind: kind == .compile && item.severity < .error ? .staticCheck : kind, rule: item.rule,
                    severity: item.severity, message: item.message, path: item.path, line: item.line,
                    column: item.column, excerpt: excerpt(tree, item.path, item.line), notes: item.notes,
                    fixes: item.fixes))
        }
    }

    /// Names tests that were `skipped` or are `missing`, though the run came to its end.
    mutating func addIdle(
        _ rule: String, _ idle: [(name: String, path: String)], of count: Int, isHidden: (String) -> Bool
    ) {
        guard let first = idle.first else { return }
        let names = idle.prefix(5).map(\.name).joined(separator: ", ") + (idle.count > 5 ? " and \(idle.count - 5) more" : "")
        findings.append(
            Finding(
                kind: .test, rule: rule,
                message: "\(idle.count) of \(count) tests \(rule == "skipped" ? "skipped" : "never run"): \(names)",
                path: first.path, test: first.name, hidden: idle.allSatisfy { isHidden($0.path) }))
    }

    /// Says that a limit was reached, and what to look for.
    mutating func addLimit(_ limit: String, _ limits: SandboxLimits, _ what: String) {
        let (value, advice): (String, String) =
            switch limit {
            case "wall":
                ("\(Text.decimal(limits.wallSeconds, 0)) s of wall time", "look for an endless loop or wait")
            case "cpu":
                ("\(Text.decimal(limits.cpuSeconds, 0)) s of CPU time", "look for an endless loop")
            case "idle":
                ("\(Text.decimal(limits.idleSeconds ?? 0, 0)) s of doing nothing", "look for a wait that never ends")
            case "inodes": ("the number of files", "look for files made in a loop")
            case "memory": ("\(limits.memoryBytes >> 20) MiB of memory", "look for unbounded growth")
            case "output":
                ("\(limits.outputBytes >> 10) KiB of output", "look for printing in a loop")
            case "disk": ("\(limits.diskBytes >> 20) MiB of disk", "look for unbounded writing")
            default: ("\(limits.processes) processes", "look for unbounded forking")
            }
        classes.insert(["wall", "cpu", "idle"].contains(limit) ? .timeout : .resourceLimit)
        findings.append(
            Finding(
                kind: .resource, rule: "limit.\(limit)",
                message: "\(what) reached its limit of \(value): \(advice)", limit: limit))
    }

    /// The report that follows from all of it.
    func report(
        _ task: CodingTask, _ candidate: Candidate, scope: CheckScope, tier: AssuranceTier, limits: SandboxLimits,
        toolchain: [String: String], seconds: Double
    ) -> ReviewReport {
        var report = ReviewReport(
            task: task.id, scope: scope, verdict: verdict, tier: tier,
            findings: TouchedLines(candidate, over: task.brief.start).mark(ranked), checks: checks, limits: limits,
            toolchain: toolchain, policy: policies.sorted(), sandbox: summary, duration: seconds)
        report.route = route
        report.holdoutSeed = holdoutSeed.map(String.init)
        return report
    }

    /// The verdict that follows from all classes and checks.
    var verdict: Verdict {
        for verdict in Verdict.allCases where classes.contains(verdict) { return verdict }
        let judged = checks.filter { $0.kind == .test || $0.kind == .oracle }
        if judged.isEmpty || judged.contains(where: { $0.status != .passed }) { return .incomplete }
        return .passed
    }

    /// Orders findings so that the first lines say what to do: cause before consequence.
    var ranked: [Finding] {
        let kinds: [FindingKind] = [
            .integrity, .sandboxViolation, .compile, .resource, .test, .review, .staticCheck,
        ]
        func key(_ finding: Finding) -> (Int, Int, String, Int) {
            (
                finding.severity == .error ? 0 : finding.severity == .warning ? 1 : 2,
                kinds.firstIndex(of: finding.kind) ?? kinds.count, finding.path ?? "",
                finding.line ?? 0
            )
        }
        var seen: Set<String> = []
        return findings.sorted { key($0) < key($1) }
            .filter { seen.insert("\($0.fingerprint)\($0.line ?? 0)").inserted }
    }
}

/// Returns the given line of a file in a tree, trimmed, for a finding's excerpt.
func excerpt(_ tree: FileTree, _ path: String?, _ line: Int?) -> String? {
    guard let path, let line, line > 0, let text = tree[path] else { return nil }
    let lines = text.allLines
    return line <= lines.count ? String(lines[line - 1]).trimmed : nil
}
