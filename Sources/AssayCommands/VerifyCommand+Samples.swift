import ArgumentParser
import AssayCore
import AssayExperiments
import AssaySuites
import AssaySupport
import FoundationEssentials

/// Samples and predictions: many answers, one result line each.
extension VerifyCommand {
    func verifySamples(_ suite: Suite) async throws -> Set<Verdict> {
        let samples = try SampleFile(path, suite: suite)
        report(samples.malformed)
        let target = try target(for: path, count: samples.count, of: "samples", hasMalformed: !samples.malformed.isEmpty)
        let context = try await context(for: samples.answered)
        let progress = Progress(quiet: quiet)
        let results = try await SampleVerification(samples, jobs: jobs, reruns: rerun).run(in: context) { results in
            progress.update("✓ \(results.solved)  ✗ \(results.done - results.solved) │ \(results.done)/\(samples.count)")
        }
        progress.finish()
        let verdicts = try write(results, to: target)
        if !samples.malformed.isEmpty, !verdicts.contains(.harnessError) {
            Console.error("\(samples.malformed.count) malformed lines were left out of \(samples.count + samples.malformed.count)")
            throw CommandStatus(code: .malformedInput)
        }
        return verdicts
    }

    /// Says what is wrong with lines that are left out, as far as a person reads.
    private func report(_ malformed: [InputError]) {
        for error in malformed.prefix(20) { Console.error("error: \(error)") }
        if malformed.count > 20 { Console.error("and \(malformed.count - 20) more malformed lines") }
    }

    func verifyPredictions(_ predictions: [Prediction], from file: String) async throws -> Set<Verdict> {
        let target = try target(for: file, count: predictions.count, of: "predictions")
        var judge = PredictionJudge(folder: path, reruns: rerun) { try await context(for: [$0]) }
        let progress = Progress(quiet: quiet)
        let results = try await judge.judge(all: predictions) { progress.update("\($0.instance) │ \($1.done)/\(predictions.count)") }
        progress.finish()
        return try write(results, to: target)
    }

    /// Where results go; throws before any work when there is nothing to do or they could not be written.
    private func target(for file: String, count: Int, of what: String, hasMalformed: Bool = false) throws -> String {
        guard count > 0 else {
            Console.error("\(file): holds no \(what)")
            throw CommandStatus(code: hasMalformed ? .malformedInput : .nothingSelected)
        }
        let target = try output ?? Files.resultsPath(for: file)
        try Files.checkWritable(target)
        return target
    }

    private func write(_ results: SampleResultsFile, to target: String) throws -> Set<Verdict> {
        try Files.write(to: target) { put in try results.forEach { try put($0 + "\n") } }
        if json { try results.forEach { Console.print($0) } } else { Console.print(results.summary(target: target)) }
        return results.verdicts
    }
}
