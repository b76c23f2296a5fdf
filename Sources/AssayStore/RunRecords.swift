package import AssayCore
import AssaySupport

/// A stored run: one execution of an experiment file.
package struct ExperimentRecord: Sendable {
    /// The id of the run, unique in the database: the name of the experiment and part of a digest.
    package let id: String
    /// The name of the experiment.
    package let name: String
    /// When the run was planned, in seconds since 1970.
    package let created: Double
    /// The digest of everything in the experiment that decides its results.
    package let digest: String
    /// The path or name of the suite.
    package let suite: String
    /// The digest of the identities of all its tasks.
    package let suiteDigest: String
    /// The number of seeds of each arm and task.
    package let seeds: Int
    /// The difference of solve rates, from 0 to 1, up to which arms count as equivalent.
    package let margin: Double
    /// The significance level of the comparisons.
    package let alpha: Double
    /// The seed of the random order of the attempts.
    package let orderSeed: Int64
    /// Whether recorded answers were replayed instead of asking models.
    package let recording: Bool
    /// The path of the experiment file.
    package let file: String
    /// The command that repeats the run.
    package var command: String { "assay bench \(Text.shellLine([file]))" }
    /// When the run ends.
    package let stop: StopRule
    /// The text of the experiment file, from which the run can be repeated; nil in runs that older versions stored.
    package let source: String?
    /// The version of the verification logic that made the verdicts; nil in runs that older versions stored.
    package let verification: Int?
    /// What was asked of a git repository, as JSON; nil in runs on the tasks of a suite.
    package let repository: String?

    /// Makes the record of a run to be planned.
    package init(
        id: String, name: String, created: Double, digest: String, suite: String,
        suiteDigest: String, seeds: Int, margin: Double, alpha: Double, orderSeed: Int64,
        recording: Bool, file: String, stop: StopRule = .fixed,
        source: String? = nil, verification: Int? = nil, repository: String? = nil
    ) {
        self.repository = repository
        self.verification = verification
        self.source = source
        self.stop = stop
        self.id = id
        self.name = name
        self.created = created
        self.digest = digest
        self.suite = suite
        self.suiteDigest = suiteDigest
        self.seeds = seeds
        self.margin = margin
        self.alpha = alpha
        self.orderSeed = orderSeed
        self.recording = recording
        self.file = file
    }
}

/// A stored arm of a run.
package struct ArmRecord: Sendable {
    /// The name of the arm, unique in the run.
    package let name: String
    /// The settings of its pipeline, as JSON.
    package let settings: String
    /// The digest of its identity.
    package let digest: String
    /// Everything that decides its results, as JSON; nil in runs that older versions stored.
    package let identity: String?

    /// Makes the record of an arm to be planned.
    package init(name: String, settings: String, digest: String, identity: String? = nil) {
        self.identity = identity
        self.name = name
        self.settings = settings
        self.digest = digest
    }
}

/// A stored attempt of a run.
package struct AttemptRecord: Sendable {
    /// The row id of the attempt, valid in this database only.
    package let id: Int64
    /// The arm, task and seed.
    package let key: AttemptKey
    /// The identity of the task when the run was planned.
    package let taskDigest: String
    /// How many functions the task asks for; nil where it does not say.
    package let taskSize: Int?
    /// How often the attempt was started.
    package let tries: Int
    /// The result so far, with the tokens of all stored calls.
    package var result: AttemptResult
}

/// The progress of a run, in numbers of attempts.
package struct RunTally: Sendable {
    /// All planned attempts.
    package let attempts: Int
    /// Attempts that were finished.
    package let done: Int
    /// Finished attempts whose verdict is `passed`.
    package let solved: Int

    /// Makes a tally; without arguments, of a run without attempts.
    package init(attempts: Int = 0, done: Int = 0, solved: Int = 0) {
        self.attempts = attempts
        self.done = done
        self.solved = solved
    }
}
