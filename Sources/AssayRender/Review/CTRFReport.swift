import AssayCore
import AssaySupport

/// A review report in the Common Test Report Format (ctrf.io): one test a check.
enum CTRFReport {
    static func render(_ report: ReviewReport) throws -> String {
        let items = report.checks.map { check in
            let finding = report.findings.first { $0.test == check.id }
            return CTRFDocument.Item(
                name: check.id, status: status(check.status), duration: Int((check.seconds ?? 0) * 1000),
                message: finding?.message, filePath: finding?.path, line: finding?.line, rawStatus: check.status.rawValue,
                tags: [check.kind.rawValue] + (check.tag.map { [$0.rawValue] } ?? []), suite: [report.task])
        }
        return try CTRFDocument.render(
            items, milliseconds: Int(report.duration * 1000),
            extra: ["verdict": report.verdict.rawValue, "assurance": report.tier.rawValue, "assurance_meaning": report.tier.meaning])
    }

    private static func status(_ status: CheckStatus) -> String {
        switch status {
        case .passed: "passed"
        case .failed, .crashed, .timeout: "failed"
        case .skipped, .expectedFailure: "skipped"
        case .notRun: "pending"
        case .missing: "other"
        }
    }
}
