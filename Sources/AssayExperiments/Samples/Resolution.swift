import AssayCore
import AssaySuites
import AssaySupport

/// Whether a patch resolves its issue: how the tests that its data set names came out, in the form of SWE-bench's own report.
struct Resolution {
    private let lists: [(key: String, status: Status)]
    /// Whether every named test passed in a run whose results can be believed.
    let isResolved: Bool

    /// Some named tests by how they came out.
    private struct Status {
        var success: [String] = []
        var failure: [String] = []
        var notRun: [String] = []
    }

    /// Looks the named tests up in a report.
    init(_ tests: ResolvingTests, in report: ReviewReport) {
        let known = Self.statuses(of: report)
        func status(_ names: [String], mayFailAsExpected: Bool) -> Status {
            var status = Status()
            for name in names {
                switch known[ExactName(name)] {
                case .passed?: status.success.append(name)
                // As SWE-bench has it, but not of what is to be mended: code under test can call a failure expected.
                case .expectedFailure? where mayFailAsExpected: status.success.append(name)
                case nil, .notRun?, .missing?: status.notRun.append(name)
                default: status.failure.append(name)
                }
            }
            return status
        }
        lists = [("FAIL_TO_PASS", status(tests.failToPass, mayFailAsExpected: false)), ("PASS_TO_PASS", status(tests.passToPass, mayFailAsExpected: true))]
        isResolved =
            [.passed, .failed, .incomplete].contains(report.verdict)
            && lists.allSatisfy { $0.status.failure.isEmpty && $0.status.notRun.isEmpty }
    }

    /// The keys that a row of results takes.
    var fields: [String: JSONValue] {
        let statuses = lists.map { list in
            let names = [("success", list.status.success), ("failure", list.status.failure), ("not_run", list.status.notRun)]
            return (list.key, JSONValue.object(Dictionary(uniqueKeysWithValues: names.map { ($0, .array($1.map { .string($0) })) })))
        }
        return ["resolved": .bool(isResolved), "tests_status": .object(Dictionary(uniqueKeysWithValues: statuses))]
    }

    /// The named tests that failed or were not run, in words; nil where there are none.
    var obstacle: String? {
        let kinds = [("failed", lists.flatMap(\.status.failure)), ("not run", lists.flatMap(\.status.notRun))]
        let parts = kinds.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.listed(atMost: 5))" }
        return parts.isEmpty ? nil : "not resolved, of the tests that its instance names \(parts.joined(separator: "; "))"
    }

    private static func statuses(of report: ReviewReport) -> [ExactName: CheckStatus] {
        Dictionary(report.checks.filter { $0.kind == .test }.map { (ExactName($0.id), $0.status) }, uniquingKeysWith: { first, _ in first })
    }
}
