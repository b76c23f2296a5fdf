import AssayCore
import AssaySupport
import Testing

@testable import AssayToolchains
@testable import AssayVerify

@Suite struct SuiteRunTests {
    private func outcome(_ name: String, ended: Bool = true, issue: String? = nil) -> TestOutcomes.Outcome {
        var outcomes = TestOutcomes()
        outcomes.update(name) {
            $0.started = true
            $0.ended = ended
            $0.seconds = 1
            if let issue { $0.issues = [.init(message: issue)] }
        }
        return outcomes.outcomes[0]
    }

    private func evidence(
        of outcomes: [TestOutcomes.Outcome], expecting names: [String] = ["one", "two"], separate: Bool = false, runEnded: Bool = false,
        signal: Int? = 11, after earlier: Set<Verdict> = []
    ) throws -> Evidence {
        var all = TestOutcomes()
        all.outcomes = outcomes
        all.separate = separate
        all.runEnded = runEnded
        var end = SandboxResult(outcome: signal == nil ? .exited : .signaled, exitCode: signal == nil ? 0 : nil, stdout: [], stderr: [])
        end.signal = signal
        let run = SuiteRun(outcomes: all, end: end, command: SandboxCommand(["./tests"]), commands: Evidence())
        return run.evidence(
            expected: names.map { ListedTest(name: $0, path: "tests.c") }, tree: FileTree(), hidden: try FileTree(["tests.c": ""]), after: earlier)
    }

    @Test("of tests in one process the first that did not end has ended it; of tests in processes of their own each has")
    func crashes() throws {
        let both = [outcome("one", ended: false), outcome("two", ended: false)]
        let shared = try evidence(of: both)
        #expect(shared.verdict == .crashed && shared.checks.map(\.status) == [.crashed, .crashed])
        #expect(shared.findings.map(\.message) == ["one ended the test process (signal 11)"])
        #expect(shared.findings[0].command == "./tests" && shared.findings[0].hidden)
        #expect(shared.checks.map(\.seconds) == [1, nil])
        let separate = try evidence(of: both, separate: true)
        #expect(separate.findings.map(\.test) == ["one", "two"])
    }

    @Test("after a limit was reached, what did not end was running, and nothing crashed")
    func limited() throws {
        let found = try evidence(of: [outcome("one"), outcome("two", ended: false)], after: [.timeout])
        #expect(found.checks.map(\.status) == [.passed, .timeout] && found.classes.isEmpty)
        #expect(found.findings.map(\.rule) == ["hung"] && found.findings[0].message == "two was running when the limit was reached")
    }

    @Test("a run that ends before its last test is one that ended early, whatever its exit status")
    func early() throws {
        let found = try evidence(of: [outcome("one")], signal: nil)
        #expect(found.classes == [.incomplete, .crashed] && found.checks.map(\.status) == [.passed, .missing])
        #expect(found.findings.map(\.rule) == ["early-exit"])
        #expect(found.findings[0].message == "the test run ended early (exit status 0) before it was complete")
    }

    @Test("tests that a whole run left out are named once, and the verdict is incomplete")
    func missing() throws {
        let found = try evidence(of: [outcome("one")], expecting: ["one", "two", "three"], runEnded: true, signal: nil)
        #expect(found.verdict == .incomplete)
        #expect(found.findings.map(\.message) == ["2 of 3 tests never run: two, three"])
    }

    @Test("a run that passes without any test is incomplete, and no tests are missed")
    func empty() throws {
        let found = try evidence(of: [], expecting: [], runEnded: true, signal: nil)
        #expect(found.verdict == .incomplete && found.findings.isEmpty && found.checks.isEmpty)
    }

    @Test("an issue fails its test and is told with the test's name")
    func issues() throws {
        let found = try evidence(of: [outcome("one", issue: "1 is not 2"), outcome("two")], runEnded: true, signal: nil)
        #expect(found.verdict == .failed && found.checks.map(\.status) == [.failed, .passed])
        #expect(found.findings.map(\.message) == ["one: 1 is not 2"])
    }
}
