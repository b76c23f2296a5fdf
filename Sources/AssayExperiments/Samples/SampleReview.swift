package import AssayCore
import AssayModels
package import AssayPipeline
package import AssaySuites
import AssaySupport

/// Has answers whose truth is known reviewed by a model, and counts how often it was right.
package struct SampleReview: Sendable {
    private let settings: PipelineSettings
    private let seed: Int
    private let each: Int?
    private let verifiers: any VerifierSource

    /// The review of one sample: a line of the file that `assay review -o` writes.
    private struct Row: Encodable, Sendable {
        let taskId: String
        let sample: Int
        let verdict: Verdict
        let claims: [JudgedClaim]
    }

    /// `each` reviews only the first so many wrong and so many right answers.
    package init(settings: PipelineSettings, seed: Int, each: Int?, verifiers: any VerifierSource) {
        self.settings = settings
        self.seed = seed
        self.each = each
        self.verifiers = verifiers
    }

    /// Reviews every sample; `progress` is called after each with the totals and the number of samples reviewed.
    package func run(
        _ samples: SampleFile, client: any ModelClient, progress: (ReviewerTotals, Int) -> Void
    ) async throws -> (totals: ReviewerTotals, lines: [String]) {
        var (totals, lines) = (ReviewerTotals(), [String]())
        let settings = await settings.fitted(to: client)
        for position in 0..<samples.count {
            let sample = try samples.sample(position)
            let verifier = verifiers.verifier(of: sample.task, holdoutSeed: nil)
            let verdict = try await verifier.verify(sample.candidate, scope: .full).verdict
            let isWrong = !verdict.isSolved
            if let each, totals.count(isWrong: isWrong) >= each { continue }
            guard [.passed, .incomplete].contains(try await verifier.verify(sample.candidate, scope: .visible).verdict) else {
                totals.addUnseen()
                continue
            }
            let attempt = try Attempt(
                brief: sample.task.brief, settings: settings, client: CanaryGuard(client, canaries: sample.task.hidden.canaries),
                verifier: VisibleOnly(verifier), events: NoEvents(), seed: seed)
            let (claims, usage) = try await attempt.review(sample.candidate)
            totals.add(isWrong: isWrong, claims: claims.map(\.status), usage: usage)
            lines.append(try JSON.line(Row(taskId: sample.task.id, sample: sample.index, verdict: verdict, claims: claims)))
            progress(totals, position + 1)
        }
        return (totals, lines)
    }
}
