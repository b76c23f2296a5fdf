import AssayCore
import AssaySupport

/// What `verify` answers to programs: the verdict, what it is worth and what to mend, small enough for a model.
struct VerifyAnswer: Encodable {
    /// One finding, without what only people need.
    struct Item: Encodable {
        var kind: FindingKind
        var rule: String
        var severity: Severity
        var message: String
        var path: String?
        var line: Int?
        var column: Int?
        var test: String?
        var expected: String?
        var actual: String?
        var fixes: [String]?
        var preexisting: Bool?
        var blocks: Bool?
    }

    /// The most findings that are told; the first are the most important.
    private static let most = 50

    var verdict: Verdict
    var solved: Bool
    var tier: AssuranceTier
    var tierMeaning: String
    var isolationLevel: IsolationLevel?
    var findings: [Item]
    var moreFindings: Int
    var checks: [String: Int]
    var failing: [String]
    var notes: [String]
    var durationSeconds: Double
    var cached: Bool

    init(_ report: ReviewReport) {
        verdict = report.verdict
        solved = report.verdict.isSolved
        (tier, tierMeaning) = (report.tier, report.tier.meaning)
        isolationLevel = report.sandbox.isolationLevel
        findings = report.folded.prefix(Self.most).map { Item($0.finding) }
        moreFindings = report.findings.count - findings.count
        checks = Dictionary(grouping: report.checks, by: \.status.rawValue).mapValues(\.count)
        failing = report.failing.prefix(Self.most).map { TerminalText.line($0) }
        notes = report.project ?? []
        durationSeconds = report.duration
        cached = report.cached ?? false
    }

    static let schema = Schema.object(
        [
            "verdict": Schema.word("The verdict.", of: Verdict.allCases.map(\.rawValue)), "solved": Schema.flag("Whether it is 'passed'."),
            "tier": Schema.word("How hard the verdict is to forge, from A, the hardest, to C.", of: AssuranceTier.allCases.map(\.rawValue)),
            "tier_meaning": Schema.text("The tier in words."),
            "isolation_level": Schema.word("How strongly the code was separated.", of: IsolationLevel.allCases.map(\.rawValue)),
            "findings": Schema.list("What is wrong, the most important first.", of: Item.schema),
            "more_findings": Schema.integer("Findings that are like these or were left out."),
            "checks": ["type": "object", "description": "How many checks ended how.", "additionalProperties": ["type": "integer"]],
            "failing": Schema.list("The checks that did not pass.", of: Schema.text("A check.")),
            "notes": Schema.list("What was taken for the project, and what was left out.", of: ["type": "string"]),
            "duration_seconds": Schema.number("The wall time."), "cached": Schema.flag("Whether the verdict was known from before."),
        ], optional: ["isolation_level"])
}

extension VerifyAnswer.Item {
    init(_ finding: Finding) {
        self.init(
            kind: finding.kind, rule: finding.rule, severity: finding.severity, message: TerminalText.clean(finding.message, limit: 1000), path: finding.path,
            line: finding.line,
            column: finding.column, test: finding.test, expected: finding.expected, actual: finding.actual, fixes: finding.fixes,
            preexisting: finding.preexisting, blocks: finding.blocks)
    }

    static let schema = Schema.object(
        [
            "kind": Schema.word("What found it.", of: FindingKind.allCases.map(\.rawValue)),
            "rule": ["type": "string"], "severity": Schema.word("How grave it is.", of: Severity.allCases.map(\.rawValue)), "message": ["type": "string"],
            "path": ["type": "string"], "line": ["type": "integer"], "column": ["type": "integer"], "test": ["type": "string"],
            "expected": ["type": "string"], "actual": ["type": "string"], "fixes": Schema.list("Texts that the tool proposes.", of: ["type": "string"]),
            "preexisting": Schema.flag("Whether it was there before the change."), "blocks": Schema.flag("Whether it keeps the change from being done."),
        ], optional: ["path", "line", "column", "test", "expected", "actual", "fixes", "preexisting", "blocks"])
}
