package import AssayCore

/// The outcomes that one run of tests reported, by test.
package struct TestOutcomes {
    /// The outcome of one test.
    package struct Outcome {
        /// The name of the test, as listed.
        package var name: String
        /// The test file or folder that the command was about, where it was about one.
        package var place: String?
        /// The listed test that this is one case of, where a runner makes cases of its own.
        package var variantOf: String?
        /// Whether it began.
        package var started = false
        /// Whether it came to its end, passed or failed.
        package var ended = false
        /// Whether it was not run, or excused.
        package var skipped = false
        /// Whether it failed as its project expects; it is also `skipped`.
        package var isExpectedFailure = false
        /// Why it was skipped, in its runner's words.
        package var reason: String?
        /// Why it failed; empty where it did not.
        package var issues: [Issue] = []
        /// The duration in seconds, if the runner reports it.
        package var seconds: Double?
        /// The number of assertions made, if the runner counts them.
        package var assertions: Int?
    }

    /// One failure that a test reported.
    package struct Issue {
        /// The kind of failure.
        package var rule = "expectation"
        /// The message of the test runner.
        package var message: String
        /// The file, as the candidate's tree names it.
        package var path: String?
        /// The line, from 1.
        package var line: Int?
        /// The source that failed, where the runner shows it.
        package var excerpt: String?
    }

    /// A failure of the whole run, which belongs to no test.
    package struct Problem {
        /// The kind of failure.
        package enum Kind: String, Sendable {
            /// Tests could not be loaded.
            case collection
            /// The runner ended before any test, and says why.
            case stopped = "runner-stopped"
            /// The runner failed, and no test that it reported did.
            case exitStatus = "exit-status"
            /// The runner was killed by a signal after its last test.
            case exitSignal = "exit-signal"

            /// Words that introduce the runner's own.
            package var words: String {
                switch self {
                case .collection: "the tests could not be loaded: "
                case .stopped: "the test run did not begin: "
                case .exitStatus, .exitSignal: ""
                }
            }
        }

        /// The kind of failure.
        package let kind: Kind
        /// The message of the test runner.
        package var message: String
        /// The file, as the candidate's tree names it.
        package var path: String?

        /// Makes a problem; `path` is the file that it is about, where it is about one.
        package init(_ kind: Kind, _ message: String, path: String? = nil) {
            (self.kind, self.message, self.path) = (kind, message, path)
        }
    }

    /// A module that the tests had from elsewhere, though the tree under judgement holds one of that name.
    package struct ForeignCopy: Hashable, Sendable {
        /// The module's name.
        package let module: String
        /// The file of the copy.
        package let path: String

        /// Makes a copy.
        package init(module: String, path: String) { (self.module, self.path) = (module, path) }
    }

    /// Something that tests need and that is not installed.
    package struct Need: Hashable, Sendable {
        /// The name of the package.
        package let package: String
        /// How it is known that it is missing.
        package let why: String
        /// The command that installs it; nil where none does.
        package let command: String?

        /// Makes a need.
        package init(package: String, why: String, command: String?) {
            (self.package, self.why, self.command) = (package, why, command)
        }
    }

    /// Makes the outcomes of a run of which nothing is known.
    package init() {}

    /// The outcomes in the order in which tests first appeared.
    package var outcomes: [Outcome] = []
    /// The first index of each name among the outcomes that were looked at so far.
    private var places: [String: Int] = [:]
    private var placed = 0
    /// What the runner did otherwise than it was asked.
    package var notes: [String] = []
    /// What is not installed.
    package var needs: [Need] = []
    /// Failures that belong to no test.
    package var problems: [Problem] = []
    /// Modules that were tested in the place of the tree's own.
    package var copies: [ForeignCopy] = []
    /// Whether the runner said that it came to the end of all tests.
    package var runEnded = false
    /// Why what the candidate answered is nothing that was asked.
    package var forgery: String?
    /// Whether each test is a process of its own, so that several can crash.
    package var separate = false

    /// Whether a runner reports a test only when it has ended, so that the test after the last reported one was running.
    package var toldAtEnd = false

    /// Changes the outcome of one test, making it if it is new.
    package mutating func update(_ name: String, _ change: (inout Outcome) -> Void) {
        if let index = index(of: name) {
            change(&outcomes[index])
        } else {
            var outcome = Outcome(name: name)
            change(&outcome)
            outcomes.append(outcome)
        }
    }

    /// The index of a test's outcome, found without a search: a suite may have a hundred thousand tests.
    private mutating func index(of name: String) -> Int? {
        if placed > outcomes.count { (places, placed) = ([:], 0) }
        while placed < outcomes.count {
            if places[outcomes[placed].name] == nil { places[outcomes[placed].name] = placed }
            placed += 1
        }
        return places[name]
    }

    /// Adds the failure of a runner that failed without reporting a failed test.
    ///
    /// `statusWithoutTests` is the status by which the runner says that it found no test to run.
    package mutating func explain(_ end: SandboxResult, statusWithoutTests: Int? = nil) {
        guard runEnded, !end.succeeded, end.limitHit == nil, problems.isEmpty else { return }
        if outcomes.contains(where: { !$0.issues.isEmpty || ($0.started && !$0.ended) }) { return }
        // Files that skip themselves hold no test to run.
        if outcomes.allSatisfy(\.skipped), let status = end.exitCode, status == statusWithoutTests { return }
        if let signal = end.signal {
            problems.append(Problem(.exitSignal, "the test run was killed by signal \(signal) after its last test"))
        } else {
            problems.append(
                Problem(.exitStatus, "the test run ended with status \(end.exitCode ?? -1), though no test that it reported has failed"))
        }
    }

    /// Marks the test that was running when the run was cut short, for runners that report a test only when it has ended.
    package mutating func markRunning(of expected: [String]) {
        guard toldAtEnd, !runEnded, let next = expected.first(where: { name in !outcomes.contains { $0.name == name } }) else { return }
        update(next) { $0.started = true }
    }
}
