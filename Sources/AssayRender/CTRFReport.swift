import AssayCore

/// A review report in the Common Test Report Format (ctrf.io): one test a check.
enum CTRFReport {
    private struct Document: Encodable {
        var reportFormat = "CTRF"
        var specVersion = "0.0.0"
        var results: Results
    }
    private struct Results: Encodable {
        var tool: Tool
        var summary: Summary
        var tests: [Item]
        var extra: [String: String]
    }
    private struct Tool: Encodable {
        var name = "assay"
        var version = "0.1.0"
    }
    private struct Summary: Encodable {
        var tests: Int
        var passed: Int
        var failed: Int
        var pending: Int
        var skipped: Int
        var other: Int
        var start: Int
        var stop: Int
    }
    private struct Item: Encodable {
        var name: String
        var status: String
        /// Milliseconds.
        var duration: Int
        var message: String?
        var filePath: String?
        var line: Int?
        var rawStatus: String
        var tags: [String]
        var suite: [String]
    }

    static func render(_ report: ReviewReport) throws -> String {
        let items = report.checks.map { check in
            let finding = report.findings.first { $0.test == check.id }
            return Item(
                name: check.id, status: status(check.status), duration: Int((check.seconds ?? 0) * 1000),
                message: finding?.message, filePath: finding?.path, line: finding?.line, rawStatus: check.status.rawValue,
                tags: [check.kind.rawValue] + (check.tag.map { [$0.rawValue] } ?? []), suite: [report.task])
        }
        func count(_ status: String) -> Int { items.count { $0.status == status } }
        return try JSON.foreign(
            Document(
                results: Results(
                    tool: Tool(),
                    summary: Summary(
                        tests: items.count, passed: count("passed"), failed: count("failed"), pending: count("pending"),
                        skipped: count("skipped"), other: count("other"), start: 0, stop: Int(report.duration * 1000)),
                    tests: items, extra: ["verdict": report.verdict.rawValue, "assurance": report.tier.rawValue])))
    }

    private static func status(_ status: CheckStatus) -> String {
        switch status {
        case .passed: "passed"
        case .failed, .crashed, .timeout: "failed"
        case .skipped: "skipped"
        case .notRun: "pending"
        case .missing: "other"
        }
    }
}
