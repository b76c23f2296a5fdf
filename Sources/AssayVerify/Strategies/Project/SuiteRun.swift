import AssayCore
import AssaySupport
import AssayToolchains

/// One run of a suite's tests.
struct SuiteRun {
    let outcomes: TestOutcomes
    /// The result of the last run that did not come to its end.
    let end: SandboxResult
    let command: SandboxCommand?
    /// The evidence of the commands, without the test outcomes.
    let commands: Evidence
    /// What is expected of the tests.
    var expectation = TestExpectation.strict

    /// Returns the evidence of the run: of its commands, and of every expected test, which must have started and ended.
    ///
    /// `earlier` are the classes that were known before: after a limit was reached, what ends is not blamed once more.
    func evidence(expected: [ListedTest], tree: FileTree, hidden: FileTree, after earlier: Set<Verdict> = []) -> Evidence {
        let known = earlier.union(commands.classes)
        var evidence = commands
        evidence += TestRunEvidence(outcomes: outcomes, end: end, listed: expected, tree: tree, hidden: hidden, earlier: known, expectation: expectation)
            .evidence()
            .attributed(to: command)
        return evidence
    }
}
