package import AssayConfiguration
package import AssayCore
import AssayPipeline
import AssaySuites
import AssaySupport

/// An experiment file with the tasks that it names: all that a run needs to be planned.
package struct ExperimentSetup: Sendable {
    /// The experiment file.
    package let file: ProjectFile
    /// The suite, reduced to the tasks that take part.
    package let suite: Suite
    /// The plan of the run.
    package let plan: ExperimentPlan

    /// Reads an experiment file and its suite; `ablate` replaces the arms, `limit` keeps the first tasks, `recording` is the
    /// cassette that answers in the models' place.
    ///
    /// - Throws: `ConfigurationError` and `InputError` that name what is wrong with the file or the suite.
    package init(_ path: String, ablate: String? = nil, limit: Int? = nil, recording: String? = nil) throws {
        var file = try ProjectFile.load(path)
        if let ablate { try file.ablate(ablate) }
        guard let suitePath = file.suite else { throw ConfigurationError(description: "\(path): the key 'suite' is missing") }
        var suite = try SuiteLoader.load(suitePath)
        if !file.tasks.isEmpty {
            let known = suite.byID
            for id in file.tasks where known[ExactName(id)] == nil {
                throw ConfigurationError(description: "\(path): the suite has no task '\(id)'")
            }
            suite.keep(file.tasks)
        }
        if let limit { suite.tasks = Array(suite.tasks.prefix(limit)) }
        guard file.stop != .sequential || file.arms.count == 2 else {
            throw ConfigurationError(
                description: "\(path): stop: sequential compares two arms, the baseline first; there are \(file.arms.count)")
        }
        self.init(file, suite, at: suitePath, recording: recording)
    }

    /// Takes a file and a suite that were read; `path` is where the suite was found.
    package init(_ file: ProjectFile, _ suite: Suite, at path: String, recording: String? = nil) {
        self.file = file
        self.suite = suite
        plan = ExperimentPlan(
            name: file.name, suite: path, suiteDigest: suite.digest, arms: file.arms.map(\.name),
            armIdentities: Dictionary(uniqueKeysWithValues: file.arms.map { ($0.name, ArmIdentity($0.settings, in: file, recording: recording)) }),
            tasks: suite.tasks.map(\.id), seeds: file.seeds, margin: file.margin, alpha: file.alpha,
            orderSeed: UInt64(file.orderSeed), stop: file.stop)
    }
}
