package import AssayCore
package import AssaySuites
import AssaySupport
package import AssayVerify

/// The verdict on one sample, as one line of a results file.
package struct SampleResult: Sendable {
    /// The verdict on the sample.
    package let verdict: Verdict
    /// Whether it is solved: by the tests that its data set names, else by the verdict.
    package let isSolved: Bool
    /// Why it is not solved where nothing failed: what could not be judged, or tests that the data set names; nil elsewhere.
    let obstacle: String?
    private let fields: [String: JSONValue]
    /// The key of the version of the logic that made the verdict.
    static let versionKey = "verification_version"

    /// Judges several samples, together where their tasks allow.
    package static func make(
        _ samples: [Sample], _ context: VerificationContext, reruns: Int
    ) async throws -> [SampleResult] {
        guard reruns > 0 else {
            let reports = try await context.verify(samples.map { ($0.task, $0.candidate) }, scope: .full)
            return zip(samples, reports).map(make)
        }
        var results: [SampleResult] = []
        for sample in samples {
            results.append(make(sample, try await context.verifier(for: sample.task).verify(sample.candidate, scope: .full, reruns: reruns)))
        }
        return results
    }

    private static func make(_ sample: Sample, _ report: ReviewReport) -> SampleResult {
        make(task: sample.task.id, sample: sample.index, report: report, digest: sample.task.digest, extra: sample.extra)
    }

    /// Makes the result of a report; further keys are kept.
    static func make(
        task id: String, sample index: Int, report: ReviewReport, digest: String, extra: [String: JSONValue], resolution: Resolution? = nil,
        reason: String? = nil
    ) -> SampleResult {
        var fields = extra.merging(resolution?.fields ?? [:]) { $1 }
        if let reason { fields["reason"] = .string(TerminalText.line(reason, limit: 500)) }
        let isSolved = resolution?.isResolved ?? report.verdict.isSolved
        let obstacle = [.harnessError, .unjudgeable].contains(report.verdict) ? reason : !isSolved && report.verdict.isSolved ? resolution?.obstacle : nil
        fields["task_id"] = .string(id)
        fields["sample"] = .number(Double(index))
        fields["verdict"] = .string(report.verdict.rawValue)
        fields["tier"] = .string(report.tier.rawValue)
        fields["failing"] = .array(report.failing.map { .string($0) })
        fields["failure"] = failure(report).map { .string($0) } ?? .null
        fields["cpu_seconds"] = .number(report.sandbox.cpuSeconds)
        fields["wall_seconds"] = .number(report.duration)
        fields["cached"] = .bool(report.cached ?? false)
        fields["suite_digest"] = .string(digest)
        fields[versionKey] = .number(Double(VerificationVersion.current))
        return SampleResult(verdict: report.verdict, isSolved: isSolved, obstacle: obstacle.map { "\(id): \($0)" }, fields: fields)
    }

    /// The class of failure in one word.
    private static func failure(_ report: ReviewReport) -> String? {
        switch report.verdict {
        case .passed: nil
        case .failed:
            report.findings.first { $0.kind == .test }?.rule == "assertion" ? "assertion" : "exception"
        case .compileError: "compile"
        case .timeout: "timeout"
        case .crashed: "crash"
        case .resourceLimit: "resource"
        case .tamperingSuspected: "tampering"
        default: report.verdict.rawValue
        }
    }

    /// The result as one line of JSON.
    package var line: String { JSONValue.object(fields).json }
}
