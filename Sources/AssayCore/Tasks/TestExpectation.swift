/// What is expected of the tests that judge a task.
package enum TestExpectation: String, Sendable {
    /// Every test that the suite lists must run and pass; a skipped one has not passed.
    case strict
    /// What the project's own runner calls success: tests that it skips or expects to fail are reported and fail nothing.
    case asRunnerSays = "as-runner-says"
}
