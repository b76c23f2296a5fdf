import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

private func check(_ kind: CheckKind, _ status: CheckStatus, _ id: String = "one") -> CheckResult {
    CheckResult(id: id, kind: kind, status: status)
}

private func report(_ verdict: Verdict, _ checks: [CheckResult]) -> ReviewReport {
    ReviewReport(
        task: "t", scope: .full, verdict: verdict, tier: .b, findings: [], checks: checks, limits: SandboxLimits(), toolchain: [:], policy: [],
        sandbox: SandboxSummary(), duration: 0)
}

@Suite struct VerdictPolicyTests {
    @Test("every class has one place in the order, which is that of the stored verdicts")
    func order() {
        #expect(VerdictPolicy.precedence == Verdict.allCases)
    }

    @Test("of two classes the earlier one is the verdict, whatever the checks say", arguments: Verdict.allCases.indices.dropLast())
    func precedence(_ place: Int) {
        let (first, second) = (Verdict.allCases[place], Verdict.allCases[place + 1])
        #expect(VerdictPolicy.verdict(classes: [second, first], checks: [check(.test, .passed)]) == first)
    }

    @Test(
        "without a class the tests decide: one must have passed, and none of the others is missing",
        arguments: [
            ([check(.test, .passed)], Verdict.passed), ([check(.oracle, .passed), check(.build, .passed)], .passed),
            ([check(.test, .passed), check(.staticCheck, .failed)], .passed), ([check(.test, .passed), check(.staticCheck, .notRun)], .passed),
            ([], .incomplete), ([check(.build, .passed), check(.staticCheck, .passed)], .incomplete),
            ([check(.test, .passed), check(.test, .skipped), check(.test, .expectedFailure)], .passed), ([check(.test, .skipped)], .incomplete),
            ([check(.test, .passed), check(.test, .missing)], .incomplete), ([check(.oracle, .notRun)], .incomplete),
            ([check(.test, .missing)], .incomplete),
        ])
    func checks(_ checks: [CheckResult], _ verdict: Verdict) {
        #expect(VerdictPolicy.verdict(classes: [], checks: checks) == verdict)
    }

    @Test(
        "limits of time are timeouts, all others are limits of resources",
        arguments: [
            (SandboxLimit.wall, Verdict.timeout), (.cpu, .timeout), (.idle, .timeout), (.memory, .resourceLimit), (.output, .resourceLimit),
            (.disk, .resourceLimit), (.inodes, .resourceLimit), (.processes, .resourceLimit),
        ])
    func limits(_ limit: SandboxLimit, _ verdict: Verdict) {
        #expect(VerdictPolicy.verdict(ofLimit: limit) == verdict)
        #expect(Evidence.limit(limit, of: SandboxLimits(), subject: "it").isLimited)
    }

    @Test(
        "the tier follows from how tests and candidate were kept apart, and from cases that nobody can have seen",
        arguments: [
            (TestSeparation.isolated, false, AssuranceTier.aMinus), (.isolated, true, .a), (.shared(stated: .b), false, .b),
            (.shared(stated: .b), true, .b), (.shared(stated: .c), false, .c), (.shared(stated: .c), true, .c), (.exitStatus, false, .c),
            (.exitStatus, true, .c),
        ])
    func tier(_ separation: TestSeparation, _ hasGeneratedCases: Bool, _ tier: AssuranceTier) {
        #expect(VerdictPolicy.tier(separation, hasGeneratedCases: hasGeneratedCases) == tier)
    }

    @Test(
        "what was never run has the least tier of its form",
        arguments: [
            (CheckForm.pythonFunction(entryPoint: "f", prelude: ""), AssuranceTier.aMinus), (.calls([]), .aMinus), (.streams, .aMinus),
            (.project, .b), (.program(prefix: "", example: ""), .c), (.script(directory: "/w", seconds: 1), .c),
        ])
    func tierWithoutRun(_ form: CheckForm, _ tier: AssuranceTier) {
        #expect(VerdictPolicy.tierWithoutRun(of: form) == tier)
    }

    @Test("a report whose reruns say the same stays as it is")
    func stable() {
        let first = report(.failed, [check(.test, .failed)])
        #expect(VerdictPolicy.report(first, after: [first, first]) == first)
    }

    @Test(
        "a check or a verdict that changes in a rerun makes the report flaky, and is named",
        arguments: [
            (report(.failed, [check(.test, .failed)]), "one"), (report(.passed, []), "one"),
            (report(.timeout, [check(.test, .passed)]), "timeout"),
        ])
    func flaky(_ rerun: ReviewReport, _ name: String) {
        let first = report(.passed, [check(.test, .passed)])
        let judged = VerdictPolicy.report(first, after: [first, rerun])
        #expect(judged.verdict == .flaky && judged.tier == first.tier)
        #expect(judged.findings.map(\.rule) == ["flaky"] && judged.findings[0].message == "not the same in 3 runs: \(name)")
    }
}

@Suite struct EvidenceTests {
    private func finding(_ message: String) -> Finding { Finding(kind: .test, rule: "r", message: message) }

    @Test("a part adds to what is known, and does not change how tests were kept apart")
    func merging() {
        var evidence = Evidence(.failed, finding("first"))
        evidence.separation = .isolated
        var part = Evidence(.timeout, finding("second"))
        part.checks = [check(.test, .timeout)]
        part.withoutAssertion = ["one"]
        part.route = .direct
        part.holdoutSeed = 7
        evidence += part
        #expect(evidence.findings.map(\.message) == ["first", "second"] && evidence.classes == [.failed, .timeout])
        #expect(evidence.checks.count == 1 && evidence.withoutAssertion == ["one"])
        #expect(evidence.route == .direct && evidence.holdoutSeed == 7 && evidence.separation == .isolated)
        evidence += Evidence()
        #expect(evidence.route == .direct && evidence.holdoutSeed == 7 && evidence.verdict == .timeout)
    }

    @Test("findings are attributed to a command unless they name one")
    func attribution() {
        var evidence = Evidence(.failed, finding("own"))
        evidence.findings[0].command = "make"
        evidence += Evidence(.failed, finding("none"))
        let attributed = evidence.attributed(to: SandboxCommand(["sh", "-c", "x y"]))
        #expect(attributed.findings.map(\.command) == ["make", "sh -c 'x y'"])
        #expect(evidence.attributed(to: nil).findings.map(\.command) == ["make", nil])
    }

    @Test("a correction changes the statuses that it names and adds what was found")
    func correction() {
        var evidence = Evidence()
        evidence.checks = [check(.test, .passed, "one"), check(.test, .passed, "two")]
        #expect(evidence.verdict == .passed)
        evidence.apply(DifferentialRun.correction(of: ["two"], isStable: true, path: "a.py"))
        #expect(evidence.checks.map(\.status) == [.passed, .failed] && evidence.verdict == .tamperingSuspected)
        #expect(evidence.findings.map(\.message) == ["answers otherwise when asked in another order: two"])
    }

    @Test(
        "a stored verdict that its own checks contradict is not used",
        arguments: [
            (Verdict.passed, [check(.test, .passed)], true), (.passed, [check(.test, .failed)], false), (.passed, [], false),
            (.passed, [check(.build, .passed)], false), (.passed, [check(.build, .failed), check(.test, .passed)], false),
            (.passed, [check(.test, .passed), check(.staticCheck, .failed)], true), (.failed, [check(.test, .passed)], false),
            (.failed, [check(.test, .failed)], true), (.compileError, [check(.build, .failed)], true), (.compileError, [check(.build, .passed)], false),
        ])
    func agrees(_ verdict: Verdict, _ checks: [CheckResult], _ does: Bool) {
        #expect(VerdictPolicy.agrees(report(verdict, checks)) == does)
    }
}
