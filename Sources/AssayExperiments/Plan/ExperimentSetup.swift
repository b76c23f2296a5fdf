package import AssayConfiguration
package import AssayCore
import AssayPipeline
package import AssayRepositories
import AssaySuites
import AssaySupport
package import AssayToolchains
package import AssayVerify

/// An experiment file with the tasks that it names: all that a run needs to be planned.
package struct ExperimentSetup: Sendable {
    /// The experiment file.
    package private(set) var file: ProjectFile
    /// The suite, reduced to the tasks that take part.
    package let suite: Suite
    /// The plan of the run.
    package private(set) var plan: ExperimentPlan
    /// The repository that its one task is about; nil for tasks of a suite.
    package let work: RepositoryWork?
    /// Whether it is one attempt that a person asked for, and no experiment: another question is simply another run.
    package let isSingle: Bool
    /// The toolchains that judge; nil for those that judge where nobody names another.
    package private(set) var profiles: [ToolchainProfile]?

    /// How the names of runs begin that are one attempt.
    static let solvePrefix = "solve-"

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

    /// Sets up one attempt at a task by one arm of a file, the last one unless it is named; seeds are counted from 0.
    ///
    /// - Throws: `ConfigurationError` where the file has no such arm.
    package init(_ file: ProjectFile, solving subject: SolveSubject, by arm: String?, seed: Int, recording: String? = nil) throws(ConfigurationError) {
        var single = file
        single.arms = [(name: arm ?? file.arms.last?.name ?? "", settings: try file.arm(arm, in: file.path))]
        (single.seeds, single.margin, single.alpha, single.orderSeed, single.stop) = (1, 0.05, 0.05, 1, .fixed)
        let id = subject.task.id.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) ? $0 : "-" }
        single.name = Self.solvePrefix + String(id).prefix(60)
        self.init(
            single, Suite(name: subject.task.id, tasks: [subject.task]), at: subject.place, recording: recording, firstSeed: seed, work: subject.work,
            isSingle: true)
    }

    /// Takes a file and a suite that were read; `path` is where the suite was found.
    package init(
        _ file: ProjectFile, _ suite: Suite, at path: String, recording: String? = nil, firstSeed: Int = 0, work: RepositoryWork? = nil,
        isSingle: Bool = false
    ) {
        var file = file
        // A project's own tests take as long as they take.
        if suite.tasks.areProjects { file.limits = file.projectLimits }
        self.file = file
        self.suite = suite
        self.work = work
        self.isSingle = isSingle
        plan = ExperimentPlan(
            name: file.name, suite: path, suiteDigest: suite.digest, arms: file.arms.map(\.name),
            armIdentities: ArmIdentity.all(in: file, recording: recording),
            tasks: suite.tasks.map(\.id), seeds: file.seeds, margin: file.margin, alpha: file.alpha,
            orderSeed: UInt64(file.orderSeed), stop: file.stop, firstSeed: firstSeed)
    }

    /// The setup with other names for its arms, in their order.
    func named(_ names: [String]) -> ExperimentSetup {
        var setup = self
        setup.file.arms = zip(names, file.arms).map { (name: $0, settings: $1.settings) }
        setup.plan = plan.named(names)
        return setup
    }

    /// The setup with what judges on this machine in the identity of every arm.
    package func judged(by environment: JudgingEnvironment, with profiles: [ToolchainProfile]? = nil) -> ExperimentSetup {
        var setup = self
        setup.profiles = profiles
        setup.plan = plan.judged(by: environment)
        return setup
    }
}
