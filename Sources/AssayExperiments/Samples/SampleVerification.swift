import AssayCore
package import AssaySuites
import AssaySupport
package import AssayVerify

/// Verifies every answer of a samples file, many together where their tasks allow.
package struct SampleVerification: Sendable {
    private let samples: SampleFile
    private let jobs: Int
    private let reruns: Int

    /// Runs `jobs` batches at a time; each verification is repeated `reruns` times.
    package init(_ samples: SampleFile, jobs: Int, reruns: Int) {
        self.samples = samples
        self.jobs = jobs
        self.reruns = reruns
    }

    /// Positions of samples that are verified together: as many batches for every job, and as large.
    ///
    /// Answers to the same task are adjacent, so that its test is prepared once for many.
    static func batches(of order: [Int], jobs: Int, largest: Int) -> [ArraySlice<Int>] {
        let rounds = max(1, (order.count + largest * jobs - 1) / (largest * jobs))
        let size = max(1, (order.count + rounds * jobs - 1) / (rounds * jobs))
        return stride(from: 0, to: order.count, by: size).map { order[$0..<min($0 + size, order.count)] }
    }

    /// Returns the results in the order of the samples; `progress` is called after each batch.
    package func run(
        in context: VerificationContext, progress: (SampleResultsFile) -> Void
    ) async throws -> SampleResultsFile {
        var results = try SampleResultsFile(count: samples.count)
        let (samples, reruns) = (samples, reruns)
        let batches = Self.batches(of: samples.byTask, jobs: jobs, largest: VerificationContext.batch)
        try await batches.parallelForEach(jobs: jobs) { batch in
            try await SampleResult.make(batch.map { try samples.sample($0) }, context, reruns: reruns)
        } each: { index, rows in
            for (position, row) in zip(batches[index], rows) { try results.add(row, at: position) }
            progress(results)
        }
        return results
    }
}

extension PredictionJudge {
    /// Judges patches one by one, each on the pristine project of its instance; `progress` is told before each.
    package mutating func judge(
        all predictions: [Prediction], progress: (Prediction, SampleResultsFile) -> Void
    ) async throws -> SampleResultsFile {
        var results = try SampleResultsFile(count: predictions.count)
        for (position, prediction) in predictions.enumerated() {
            progress(prediction, results)
            try results.add(await judge(prediction), at: position)
        }
        return results
    }
}
