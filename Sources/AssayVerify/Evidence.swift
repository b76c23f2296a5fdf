import AssayCore
import AssaySupport
import AssayToolchains

/// The evidence of all checks of one candidate, from which `VerdictPolicy` makes the verdict.
///
/// Strategies and their helpers return evidence, and their callers add it to the existing evidence.
struct Evidence: Sendable {
    var checks: [CheckResult] = []
    var findings: [Finding] = []
    var summary = SandboxSummary()
    /// Every class that applies.
    var classes: Set<Verdict> = []
    /// Names of the sandbox policies that commands ran under.
    var policies: Set<String> = []
    /// Ids of tests that passed without reaching an assertion.
    var withoutAssertion: Set<String> = []
    /// The way in which the candidate was built, for toolchains that have several.
    var route: BuildRoute?
    /// The seed of the test cases that were generated for this verification, if any were.
    var holdoutSeed: UInt64?
    /// How the tests were separated from the candidate.
    var separation = TestSeparation.exitStatus

    /// Adds the evidence of another part of the same verification; the separation of the tests stays unchanged.
    static func += (evidence: inout Evidence, other: Evidence) {
        evidence.checks += other.checks
        evidence.findings += other.findings
        evidence.summary.add(other.summary)
        evidence.classes.formUnion(other.classes)
        evidence.policies.formUnion(other.policies)
        evidence.withoutAssertion.formUnion(other.withoutAssertion)
        evidence.route = other.route ?? evidence.route
        evidence.holdoutSeed = other.holdoutSeed ?? evidence.holdoutSeed
    }

    /// Returns this evidence with the command that its findings rest on, where they name none.
    func attributed(to command: SandboxCommand?) -> Evidence {
        guard let command else { return self }
        var evidence = self
        let line = TerminalText.line(Text.shellLine(command.arguments), limit: 2000)
        for index in evidence.findings.indices where evidence.findings[index].command == nil { evidence.findings[index].command = line }
        return evidence
    }

    /// Changes what an earlier part found, for checks that a further run has shown in another light.
    mutating func apply(_ correction: EvidenceCorrection) {
        self += correction.added
        for index in checks.indices { checks[index].status = correction.statuses[checks[index].id] ?? checks[index].status }
    }

    /// Whether a limit of time or of another resource was reached, which explains what was not answered.
    var isLimited: Bool { !classes.isDisjoint(with: VerdictPolicy.limits) }

    /// The verdict that follows from all of it.
    var verdict: Verdict { VerdictPolicy.verdict(classes: classes, checks: checks) }
}

/// New evidence from a repeated run of passed checks, and their new statuses by id.
struct EvidenceCorrection: Sendable {
    var added = Evidence()
    var statuses: [String: CheckStatus] = [:]
}

// MARK: Evidence of one thing

extension Evidence {
    /// The evidence of one class, with the finding that says why.
    init(_ verdict: Verdict, _ finding: Finding) {
        classes = [verdict]
        findings = [finding]
    }

    /// The evidence of one command's outcome alone: usage, denied system calls and a limit that it reached.
    ///
    /// `subject` is what ran, for messages; calls in `benign` are denied but not reported as attempts.
    /// Where attempts at a network are advisory, they are told and decide nothing: what the denial broke, the tests tell.
    init(
        _ result: SandboxResult, of command: SandboxCommand, subject: String, ignoring benign: Set<String> = [], networkIsAdvisory: Bool = false
    ) {
        summary.add(result)
        policies = Set(command.policies)
        for violation in result.violations where !benign.contains(violation.syscall) {
            let isAdvisory = violation.watched == true || networkIsAdvisory && ["socket", "socketpair"].contains(violation.syscall)
            if !isAdvisory { classes.insert(.sandboxViolation) }
            findings.append(
                Finding(
                    kind: .sandboxViolation, rule: violation.syscall, severity: isAdvisory ? .note : .error,
                    message: "\(subject) \(violation.detail)" + (violation.count > 1 ? " (\(violation.count) times)" : "")))
        }
        if let limit = result.limitHit { self += .limit(limit, of: command.limits, subject: subject) }
        self = attributed(to: command)
    }

    /// The evidence of files that the clean room refused.
    init(_ room: CleanRoom) {
        findings = room.findings
        if room.tampering { classes = [.tamperingSuspected] }
    }

    /// The evidence of a candidate that delivered nothing to verify.
    static let missingAnswer = Evidence(
        .interfaceViolation, Finding(kind: .compile, rule: "no-answer", message: "no solution was delivered"))

    /// The evidence of a forged answer, one that Assay's drivers never give.
    static func forgery(_ text: String, path: String? = nil) -> Evidence {
        Evidence(.tamperingSuspected, Finding(kind: .integrity, rule: "forged-reply", message: "answered outside the protocol: \(text)", path: path))
    }

    /// The evidence of what a tool said; an error of a compiler is one of the build, its warnings are static findings.
    static func diagnostics(_ diagnostics: [Diagnostic], in tree: FileTree, kind: FindingKind) -> Evidence {
        var evidence = Evidence()
        for item in diagnostics.uniquedDiagnostics {
            evidence.findings.append(
                Finding(
                    kind: kind == .compile && item.severity < .error ? .staticCheck : kind, rule: item.rule,
                    severity: item.severity, message: item.message, path: item.path, line: item.line,
                    column: item.column, excerpt: excerpt(tree, item.path, item.line), notes: item.notes,
                    fixes: item.fixes, edits: item.edits.areApplicable(to: tree) ? item.edits : [],
                    related: item.related.filter { tree.contains($0.path) }))
        }
        return evidence
    }

    /// The evidence of a reached limit, with advice.
    static func limit(_ limit: SandboxLimit, of limits: SandboxLimits, subject: String) -> Evidence {
        let (value, advice, flag, key): (String, String, String?, String?) =
            switch limit {
            case .wall: ("\(Text.decimal(limits.wallSeconds, 0)) s of wall time", "look for an endless loop or wait", "--wall", "wall")
            case .cpu: ("\(Text.decimal(limits.cpuSeconds, 0)) s of CPU time", "look for an endless loop", "--cpu", "cpu")
            case .idle: ("\(Text.decimal(limits.idleSeconds ?? 0, 0)) s of doing nothing", "look for a wait that never ends", nil, "idle")
            case .inodes: ("the number of files", "look for files made in a loop", nil, nil)
            case .memory: ("\(limits.memoryBytes >> 20) MiB of memory", "look for unbounded growth", "--memory", "memory_mib")
            case .output: ("\(limits.outputBytes >> 10) KiB of output", "look for printing in a loop", "--output-limit", "output_kib")
            case .disk: ("\(limits.diskBytes >> 20) MiB of disk", "look for unbounded writing", "--disk", "disk_mib")
            case .processes: ("\(limits.processes) processes", "look for unbounded forking", "--processes", "processes")
            }
        let raise = [flag, key.map { "verify.limits.\($0)" }].compactMap(\.self).joined(separator: " or ")
        return Evidence(
            VerdictPolicy.verdict(ofLimit: limit),
            Finding(
                kind: .resource, rule: "limit.\(limit.rawValue)",
                message: "\(subject) reached its limit of \(value): \(advice)\(raise.isEmpty ? "" : ", or raise \(raise)")", limit: limit))
    }
}

extension [Diagnostic] {
    /// Each diagnostic once, at its first place.
    fileprivate var uniquedDiagnostics: [Diagnostic] {
        reduce(into: []) { seen, item in if !seen.contains(item) { seen.append(item) } }
    }
}

/// Returns the given line of a file in a tree, trimmed, for a finding's excerpt.
func excerpt(_ tree: FileTree, _ path: String?, _ line: Int?) -> String? {
    guard let path, let line, line > 0, let text = tree[path] else { return nil }
    let lines = text.allLines
    return line <= lines.count ? String(lines[line - 1]).trimmed : nil
}
