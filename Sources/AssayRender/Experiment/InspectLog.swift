import AssayCore
package import AssayExperiments
import AssayStatistics
import AssaySupport

/// One arm of a run as a log of Inspect AI, so that its viewer and its data frames show it (`EvalLog`, version 2).
package enum InspectLog {
    /// The file name that Inspect expects of a log: start time, task and id.
    package static func fileName(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) -> String {
        let begin = Timestamp.text(attempts.map(\.started).min() ?? 0)
        let name = [document.name, attempts.first?.measured.key.arm ?? ""].map { FileName.plain($0).replacing("_", with: "-") }.joined(separator: "-")
        return "\(begin.replacing(":", with: "-").replacing("Z", with: "+00-00"))_\(name)_\(Digest.of(document.id, name).prefix(12)).json"
    }

    private struct Log: Encodable {
        var version = 2
        var status: String
        var eval: Spec
        var plan: Plan
        var results: Results
        var stats: Stats
        var samples: [Sample]
    }
    private struct Spec: Encodable {
        struct Dataset: Encodable {
            var name: String
            var location: String
            var samples: Int
            var sampleIds: [String]
        }
        struct Config: Encodable { var epochs: Int }
        var evalId: String
        var runId: String
        var created: String
        var task: String
        var taskId: String
        var dataset: Dataset
        var model: String
        var config: Config
        var packages = ["assay": AssayVersion.current]
        var metadata: [String: String]
    }
    private struct Plan: Encodable {
        struct Step: Encodable {
            var solver: String
            var params: [String: String] = [:]
        }
        var name = "plan"
        var steps: [Step]
    }
    private struct Results: Encodable {
        struct Scored: Encodable {
            var name = "assay"
            var scorer = "assay"
            var params: [String: String] = [:]
            var metrics: [String: Value]
        }
        struct Value: Encodable {
            var name: String
            var value: Double
        }
        var totalSamples: Int
        var completedSamples: Int
        var scores: [Scored]
    }
    private struct Stats: Encodable {
        var startedAt: String
        var completedAt: String
        var modelUsage: [String: Usage]
    }
    private struct Usage: Encodable {
        var inputTokens: Int
        var outputTokens: Int
        var totalTokens: Int
        var inputTokensCacheRead: Int

        init(_ usage: TokenUsage) {
            // Inspect counts cached tokens separately from the other input tokens.
            inputTokens = usage.prompt - usage.cached
            inputTokensCacheRead = usage.cached
            outputTokens = usage.completion
            totalTokens = usage.total
        }
    }
    private struct Message: Encodable {
        var role: String
        var content: String
    }
    private struct Output: Encodable {
        struct Choice: Encodable {
            var message: Message
            var stopReason = "stop"
        }
        var model: String
        var choices: [Choice]
    }
    private struct Score: Encodable {
        /// C correct, I incorrect.
        var value: String
        var answer: String
        var explanation: String
        var metadata: [String: String]
    }
    private struct Sample: Encodable {
        var id: String
        var epoch: Int
        var input: String
        var target = ""
        var messages: [Message]
        var output: Output
        var scores: [String: Score]
        var metadata: [String: String]
        var modelUsage: [String: Usage]
        var startedAt: String
        var totalTime: Double
    }

    static func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) throws -> String {
        let arm = attempts.first?.measured.key.arm ?? ""
        let solved = attempts.map { $0.measured.isSolved ? 1.0 : 0 }
        let clusters = Dictionary(grouping: attempts, by: \.measured.key.pair.task).values.map { $0.map { $0.measured.isSolved ? 1.0 : 0 } }
        let (begin, end) = (attempts.map(\.started).min() ?? 0, attempts.map { $0.started + $0.measured.result.seconds }.max() ?? 0)
        var usage: [String: TokenUsage] = [:]
        for attempt in attempts { usage.merge(attempt.usage) { $0 + $1 } }
        var metrics = ["accuracy": Results.Value(name: "accuracy", value: solved.reduce(0, +) / Double(max(solved.count, 1)))]
        if clusters.count > 1 { metrics["stderr"] = .init(name: "stderr", value: ClusteredMean(clusters).cr1) }
        return try JSON.pretty(
            Log(
                status: document.open + document.lost == 0 ? "success" : "cancelled",
                eval: Spec(
                    evalId: Digest.of(document.id, arm), runId: document.id, created: Timestamp.text(begin), task: document.name,
                    taskId: Digest.of(document.id),
                    dataset: .init(
                        name: document.suite, location: document.suite, samples: clusters.count,
                        sampleIds: attempts.map(\.measured.key.task).uniqued()),
                    model: "assay/\(arm)", config: .init(epochs: document.seeds),
                    metadata: [
                        "suite_digest": document.suiteDigest, "arm": arm, "verification_version": document.judged.list,
                        "estimated_tokens": "\(usage.values.reduce(0) { $0 + $1.estimated })",
                    ]),
                plan: Plan(steps: [.init(solver: arm)]),
                results: Results(totalSamples: attempts.count, completedSamples: attempts.count, scores: [.init(metrics: metrics)]),
                stats: Stats(startedAt: Timestamp.text(begin), completedAt: Timestamp.text(end), modelUsage: usage.mapValues(Usage.init)),
                samples: attempts.map(sample))) + "\n"
    }

    private static func sample(_ attempt: ExportedAttempt) -> Sample {
        let (key, result) = (attempt.measured.key, attempt.measured.result)
        let answer = Message(role: "assistant", content: attempt.solution)
        return Sample(
            id: key.task, epoch: key.seed + 1, input: attempt.prompt, messages: [Message(role: "user", content: attempt.prompt), answer],
            output: Output(model: "assay/\(key.arm)", choices: [.init(message: answer)]),
            scores: [
                "assay": Score(
                    value: result.isSolved ? "C" : "I", answer: attempt.solution, explanation: attempt.outcome, metadata: ["tier": result.tierText])
            ],
            metadata: ["rounds": "\(result.rounds)", "calls": "\(result.calls)", "estimated_tokens": "\(result.usage.estimated)"],
            modelUsage: attempt.usage.mapValues(Usage.init),
            startedAt: Timestamp.text(attempt.started), totalTime: result.seconds)
    }
}
