package import AssayCore
import AssaySupport

/// Reads what a project's own test command prints, such as `make test`: the forms of known runners or, without any, how it ended.
package enum ProjectText {
    /// Returns the outcomes of the tests that the command's runners name; else the command is one test, of the given name.
    ///
    /// The command's status is the verdict. Where it contradicts what is printed, as in tests of a test runner, only the status counts.
    package static func read(_ result: SandboxResult, name: String) -> TestOutcomes {
        var text = result.outputText
        if !result.errorText.isEmpty { text += "\n" + result.errorText }
        guard result.outcome == .exited, let status = result.exitCode, let outcomes = read(text, status: status) else {
            return whole(result, text, name: name)
        }
        return outcomes
    }

    /// Returns the outcomes that some runner's output names; nil where it names none, or others than the status says.
    static func read(_ text: String, status: Int) -> TestOutcomes? {
        var outcomes = known(text)
        guard !outcomes.outcomes.isEmpty else { return nil }
        let hasFailed = outcomes.outcomes.contains { !$0.issues.isEmpty || ($0.started && !$0.ended) } || !outcomes.problems.isEmpty
        if status == 0 && hasFailed { return nil }
        if status != 0 && !hasFailed {
            outcomes.problems.append(
                .init(.exitStatus, "the test command ended with status \(status), though no test that it reported has failed: \(BuildEnd.words(text))"))
        }
        outcomes.runEnded = true
        return outcomes
    }

    /// What the known runners have printed; one that sums up what others say comes before them.
    private static func known(_ text: String) -> TestOutcomes {
        if let outcomes = AutomakeText.read(text) ?? ShUnitText.read(text) { return outcomes }
        let ctest = CTestText.read(text)
        if ctest.runEnded { return ctest }
        var outcomes = GoogleTestText.read(text)
        outcomes.outcomes += UnityText.read(text).outcomes
        if text.lines.contains(where: TapText.isPlan) {
            let points = TapText.read(text, grouped: true)
            outcomes.outcomes += points.outcomes
            if !points.runEnded { outcomes.problems.append(.init(.exitStatus, "fewer tests ran than were planned")) }
            outcomes.problems += points.problems
        }
        return outcomes
    }

    /// The outcome of a command as one test.
    private static func whole(_ result: SandboxResult, _ text: String, name: String) -> TestOutcomes {
        var outcomes = ProgramEnd.read(result, ofTests: name)
        if let place = FailedAssertion.issue(text.lines.map(String.init)), !(outcomes.outcomes.first?.issues.isEmpty ?? true) {
            outcomes.outcomes[0].issues = [place]
        }
        return outcomes
    }
}
