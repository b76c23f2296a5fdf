/// What one run of tests reported, test by test.
package struct TestOutcomes {
    /// How far one test came.
    package struct Outcome {
        package var name: String
        /// The listed test that this is one case of, where a runner makes cases of its own.
        package var variantOf: String?
        package var started = false
        package var ended = false
        package var skipped = false
        package var issues: [Issue] = []
        package var seconds: Double?
        /// How many assertions it made, where the runner counts them.
        package var assertions: Int?
    }

    /// One failure that a test reported.
    package struct Issue {
        package var rule = "expectation"
        package var message: String
        package var path: String?
        package var line: Int?
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
