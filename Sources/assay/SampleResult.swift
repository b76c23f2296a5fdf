import AssayCore
import AssaySuites
import AssayVerify
import FoundationEssentials

/// The verdict on one sample, as one line of a results file.
struct SampleResult: Sendable {
    let taskID: String
    let verdict: Verdict
    private let fields: [String: JSONValue]

    /// Judges several samples, together where their tasks allow.
    static func make(
        _ samples: [(Sample, CodingTask)], _ bench: VerificationBench, reruns: Int
    ) async throws -> [SampleResult] {
        guard reruns > 0 else {
            let reports = try await bench.verify(samples.map { ($0.1, $0.0.candidate) }, scope: .full)
            return zip(samples, reports).map { make($0.0, $0.1, $1) }
        }
        var results: [SampleResult] = []
        for (sample, task) in samples {
            let report = try await bench.verifier(for: task).verify(sample.candidate, scope: .full, reruns: reruns)
            results.append(make(sample, task, report))
        }
        return results
    }

    private static func make(_ sample: Sample, _ task: CodingTask, _ report: ReviewReport) -> SampleResult {
        make(sample.taskID, sample.index, report, digest: task.digest, extra: sample.extra)
    }

    /// The line of a report; further keys are kept.
    static func make(_ id: String, _ index: Int, _ report: ReviewReport, digest: String, extra: [String: JSONValue]) -> SampleResult {
        var fields = extra
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
        return SampleResult(taskID: id, verdict: report.verdict, fields: fields)
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

    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(fields), as: UTF8.self)
    }

    /// The final block: totals, classes, and where the results are.
    static func summary(_ rows: [SampleResult], target: String) -> String {
        let solved = rows.count { $0.verdict.isSolved }
        var table = [["verdict", "samples"]]
        for verdict in Verdict.allCases.reversed() {
            let count = rows.count { $0.verdict == verdict }
            if count > 0 { table.append([verdict.rawValue, "\(count)"]) }
        }
        return "\(Text.table(table))\n\(solved) of \(rows.count) samples passed (\(Text.percent(Double(solved) / Double(rows.count)))); results: \(target)\n"
    }
}
