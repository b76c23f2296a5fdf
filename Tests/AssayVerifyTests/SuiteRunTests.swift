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

    @Test(
        "a project's run that ends early and reports nothing is told with its last words, those of its errors first",
        arguments: [("No module named pytest\n", "collecting\n", ": No module named pytest"), ("", "no such command\n", ": no such command"), ("", "", "")])
    func lastWords(_ errors: String, _ output: String, _ said: String) throws {
        let end = SandboxResult(outcome: .exited, exitCode: 1, stdout: Array(output.utf8), stderr: Array(errors.utf8))
        for (expectation, words) in [(TestExpectation.asRunnerSays, said), (.strict, "")] {
            let found = SuiteRun(outcomes: TestOutcomes(), end: end, command: nil, commands: Evidence(), expectation: expectation)
                .evidence(expected: [], tree: FileTree(), hidden: FileTree())
            #expect(found.findings.map(\.message) == ["the test run ended early (exit status 1) before it was complete" + words])
        }
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

    @Test("a test that no listing names counts as much as one that is listed, and is named")
    func unlisted() throws {
        let failed = try evidence(of: [outcome("one"), outcome("two"), outcome("three", issue: "no")], runEnded: true, signal: nil)
        #expect(failed.verdict == .failed && failed.checks.map(\.id) == ["one", "two", "three"])
        #expect(failed.findings.map(\.message) == ["three: no", "1 test not listed before the run: three"])
        // Nobody knows its file, and there are hidden ones.
        #expect(!failed.findings.contains { !$0.hidden })
        let crashed = try evidence(of: [outcome("one"), outcome("two"), outcome("three", ended: false)], signal: 6)
        #expect(crashed.verdict == .crashed)
        let passed = try evidence(of: [outcome("one"), outcome("two"), outcome("three")], runEnded: true, signal: nil)
        #expect(passed.verdict == .passed && passed.checks.count == 3)
        #expect(passed.findings.map(\.severity) == [.note])
    }

    @Test("what only the run knows of and skips is named, and no test that must pass")
    func unlistedSkips() throws {
        var skipped = outcome("three")
        (skipped.started, skipped.ended, skipped.skipped) = (false, false, true)
        let found = try evidence(of: [outcome("one"), outcome("two"), skipped], runEnded: true, signal: nil)
        #expect(found.verdict == .passed && found.checks.count == 2)
        #expect(found.findings.map(\.message) == ["1 test not listed before the run (1 skipped): three"])
    }

    @Test("of tests with one name in several files, each is found by its file; where only the name is known, the worst counts")
    func namesakes() throws {
        var (first, second) = (outcome("one"), outcome("one", issue: "no"))
        let merged = try evidence(of: [first, second], expecting: ["one"], runEnded: true, signal: nil)
        #expect(merged.verdict == .failed)
        (first.place, second.place) = ("tests.c", "other.c")
        let found = try evidence(of: [first, second], expecting: ["one"], runEnded: true, signal: nil)
        #expect(found.verdict == .failed && found.checks.map(\.status) == [.passed, .failed])
    }

    @Test(
        "a name with places that the code fills in stands for what fits it, and for one test at least",
        arguments: [
            (["twice ${x}", "two"], Verdict.passed, 3), (["twice ${x}"], .passed, 3), (["thrice ${x}", "two"], .incomplete, 4), (["${x}"], .passed, 3),
            (["twice ${x} and ${y}", "two"], .incomplete, 4),
        ])
    func patterns(_ names: [String], _ verdict: Verdict, _ checks: Int) throws {
        let found = try evidence(of: [outcome("twice 1"), outcome("two"), outcome("twice 2")], expecting: names, runEnded: true, signal: nil)
        #expect(found.verdict == verdict && found.checks.count == checks)
    }

    @Test("a runner that fails without a failed test has failed, and one that is killed at its end has crashed")
    func unexplainedEnd() throws {
        func judged(_ end: SandboxResult, issue: String? = nil) throws -> Evidence {
            var outcomes = TestOutcomes()
            outcomes.outcomes = [outcome("one", issue: issue)]
            outcomes.runEnded = true
            outcomes.explain(end)
            return SuiteRun(outcomes: outcomes, end: end, command: nil, commands: Evidence())
                .evidence(expected: [ListedTest(name: "one", path: "tests.c")], tree: FileTree(), hidden: FileTree())
        }
        var end = SandboxResult(outcome: .exited, exitCode: 3, stdout: [], stderr: [])
        let failed = try judged(end)
        #expect(failed.verdict == .failed)
        #expect(failed.findings.map(\.message) == ["the test run ended with status 3, though no test that it reported has failed"])
        let explained = try judged(end, issue: "no")
        #expect(explained.findings.map(\.rule) == ["expectation"])
        (end.outcome, end.exitCode, end.signal) = (.signaled, nil, 11)
        let killed = try judged(end)
        #expect(killed.verdict == .crashed)
    }

    @Test("a copy of the tree's own module makes the run unjudgeable, whatever its tests say")
    func copies() throws {
        var outcomes = TestOutcomes()
        outcomes.outcomes = [outcome("one", issue: "no")]
        outcomes.runEnded = true
        outcomes.copies = [.init(module: "box", path: "/lib/box.py"), .init(module: "box", path: "/lib/box.py")]
        let found = SuiteRun(outcomes: outcomes, end: SandboxResult(outcome: .exited, exitCode: 1, stdout: [], stderr: []), command: nil, commands: Evidence())
            .evidence(expected: [], tree: FileTree(), hidden: FileTree())
        #expect(found.verdict == .unjudgeable)
        #expect(found.findings.contains { $0.message == "tests a copy at /lib/box.py, not the tree's own 'box'" })
    }
}
