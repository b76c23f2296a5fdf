/// What one run of tests reported, test by test.
package struct TestOutcomes {
    /// How far one test came.
    package struct Outcome {
        /// The test's name, as its listing has it.
        package var name: String
        /// The listed test that this is one case of, where a runner makes cases of its own.
        package var variantOf: String?
        /// Whether it began.
        package var started = false
        /// Whether it came to its end, passed or failed.
        package var ended = false
        /// Whether it was not run, or excused.
        package var skipped = false
        /// Why it failed; empty where it did not.
        package var issues: [Issue] = []
        /// How long it took, where the runner says it.
        package var seconds: Double?
        /// How many assertions it made, where the runner counts them.
        package var assertions: Int?
    }

    /// One failure that a test reported.
    package struct Issue {
        /// What kind of failure it is.
        package var rule = "expectation"
        /// What the runner says.
        package var message: String
        /// The file, as the candidate's tree names it.
        package var path: String?
        /// The line, from 1.
        package var line: Int?
        /// The source that failed, where the runner shows it.
        package var excerpt: String?
    }

    /// Makes the outcomes of a run of which nothing is known.
    package init() {}

    /// In order of first appearance.
    package var outcomes: [Outcome] = []
    /// What kept tests from being loaded at all, by file.
    package var problems: [Issue] = []
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
        if let index = outcomes.firstIndex(where: { $0.name == name }) {
            change(&outcomes[index])
        } else {
            var outcome = Outcome(name: name)
            change(&outcome)
            outcomes.append(outcome)
        }
    }

    /// Marks the test that was running when the run was cut short, for runners that report a test only when it has ended.
    package mutating func markRunning(of expected: [String]) {
        guard toldAtEnd, !runEnded, let next = expected.first(where: { name in !outcomes.contains { $0.name == name } }) else { return }
        update(next) { $0.started = true }
    }
}
