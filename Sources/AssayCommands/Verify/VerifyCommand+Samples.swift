import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssaySuites
import AssaySupport
import AssayToolchains
import AssayVerify
import FoundationEssentials

/// Samples and predictions: many answers, one result line each.
extension VerifyCommand {
    /// Returns the context that judges some tasks, a project by the Python interpreter of its user.
    func context(
        for tasks: [CodingTask], _ settings: ProjectFile, by python: String? = nil, telling progress: Progress
    ) async throws -> VerificationContext {
        try await VerificationContext.open(
            for: tasks, sandbox: choice.sandbox(settings: settings),
            limits: room.apply(to: limits.sandbox(for: tasks.first?.expectation ?? .strict, settings: settings)),
            cache: cache ? VerdictCache() : nil, differential: differential,
            checks: checks, profiles: suite == nil ? PythonInterpreter.profiles(named: python ?? self.python) : nil,
            note: { progress.line($0) })
    }

    func verifySamples(_ suite: Suite) async throws -> Set<Verdict> {
        MalformedInput.tell(suite.malformed, of: "suite")
        let samples = try SampleFile(path, suite: suite)
        let target = try target(for: path, count: samples.count, of: "samples", without: samples.malformed)
        let settings = try settings()
        let progress = Progress(quiet: quiet)
        let context = try await context(for: samples.answered, settings, telling: progress)
        let results = try await SampleVerification(samples, jobs: jobs, reruns: rerun ?? settings.reruns).run(in: context) { results in
            progress.update("✓ \(results.solved)  ✗ \(results.done - results.solved) │ \(results.done)/\(samples.count)")
        }
        progress.finish()
        return try write(results, to: target, without: samples.malformed.count)
    }

    func verifyPredictions(_ file: PredictionFile, from path: String) async throws -> Set<Verdict> {
        let settings = try settings()
        let progress = Progress(quiet: quiet)
        let rows = try instances.map(InstanceFile.init)
        var judge = PredictionJudge(folder: self.path, instances: rows, reruns: rerun ?? settings.reruns, python: environment(of:)) {
            try await context(for: [$0], settings, by: $1, telling: progress)
        }
        if project.fetching.isAsked { judge.fetch = { try await fetchDependencies(of: $0, in: $1, for: $2) } }
        let (predictions, unknown) = judge.known(of: file.predictions, from: path)
        let malformed = file.malformed + unknown
        let target = try target(for: path, count: predictions.count, of: "predictions", without: malformed)
        let results = try await judge.judge(all: predictions) { progress.update("\($0.instance) │ \($1.done)/\(predictions.count)") }
        progress.finish()
        return try write(results, to: target, without: malformed.count)
    }

    /// The Python environment of an instance: that of its name in the folder which `--python` names, else what `--python` names.
    private func environment(of instance: String) -> String? {
        let own = python.map { "\($0)/\(instance)" }
        return own.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil } ?? python
    }

    /// Says what is left out and where results go; throws before any work when there is nothing to do or they could not be
    /// written.
    private func target(for file: String, count: Int, of what: String, without malformed: [InputError]) throws -> String {
        MalformedInput.tell(malformed, of: what)
        guard count > 0 else {
            Console.error("\(file): holds no \(what)")
            throw CommandStatus(code: .nothingSelected)
        }
        let target = try output ?? Files.resultsPath(for: file)
        try Files.checkWritable(target)
        return target
    }

    private func write(_ results: SampleResultsFile, to target: String, without malformed: Int) throws -> Set<Verdict> {
        try Files.write(to: target) { put in try results.forEach { try put($0 + "\n") } }
        if json { try results.forEach { Console.print($0) } } else { Console.print(results.summary(target: target)) }
        if malformed > 0 { Console.error("\(malformed) of \(results.done + malformed) lines were left out") }
        return results.unsolved
    }
}
