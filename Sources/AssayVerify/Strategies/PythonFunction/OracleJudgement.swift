import AssayCore
import AssaySupport

/// Turns what the checker said about one test into a check and findings.
struct OracleJudgement {
    let task: CodingTask
    let test: PythonFunctionStrategy.OracleTest
    let files: FileTree

    /// Returns the evidence of a result; `end` is how the candidate's process ended, `earlier` the classes known before.
    ///
    /// A test that is broken itself says nothing about the candidate.
    func evidence(of result: OracleResult, end: SandboxResult, after earlier: Set<Verdict>) -> Evidence {
        var status = CheckStatus.failed
        var evidence = Evidence()
        func add(_ verdict: Verdict, _ kind: FindingKind, rule: String, _ message: String, line: Int? = nil) {
            evidence += Evidence(verdict, finding(kind, rule: rule, message, line: line, of: result, end))
        }
        let call = result.call.map { " in \($0)" } ?? ""
        switch result.status {
        case .passed, .passedByChanges:
            status = .passed
        case .failed:
            add(.failed, .test, rule: "assertion", "wrong value\(call): \(result.source ?? "check failed")")
        case .raised:
            let error = result.error
            add(
                .failed, .test, rule: error?.name ?? "exception",
                "raised \(error?.name ?? "an exception"): \(error?.text ?? "")\(call)", line: error?.line)
        case .load:
            evidence += loadFailure(result, end)
        case .forged:
            add(.tamperingSuspected, .integrity, rule: "forged-reply", "answered outside the protocol: \(result.text ?? "")")
        case .gone:
            let isLimited = !earlier.isDisjoint(with: VerdictPolicy.limits)
            status = isLimited ? .timeout : .crashed
            if !isLimited { add(.crashed, .test, rule: "crashed", "ended before it answered\(call): \(end.words)") }
        case .vacuous:
            add(.incomplete, .test, rule: "vacuous", "no assertion ran")
        case .unjudgeable:
            status = .notRun
            add(.unjudgeable, .test, rule: "unreachable", "cannot be judged from another process: \(result.text ?? "")\(call)")
        case .silent:
            status = .notRun
            add(.unjudgeable, .test, rule: "no-result", "the test's process ended without a result")
        case .broken, .rich:
            status = .notRun
            add(.unjudgeable, .test, rule: "broken-test", "the test cannot be run: \(result.text ?? result.word)")
        }
        evidence.checks.append(
            CheckResult(
                id: test.name, kind: .oracle, status: status, hidden: test.isHidden,
                seconds: end.usage.wallSeconds))
        return evidence
    }

    /// The evidence of a file that cannot be loaded.
    private func loadFailure(_ result: OracleResult, _ end: SandboxResult) -> Evidence {
        let error = result.error
        switch result.load {
        case "syntax":
            return Evidence(
                .compileError,
                finding(.compile, rule: "syntax", "does not compile: \(error?.text ?? "")", line: error?.line, of: result, end))
        case "missing":
            return Evidence(
                .interfaceViolation,
                finding(.compile, rule: "missing-symbol", "does not define a function named '\(test.function.name)'", of: result, end))
        default:
            return Evidence(
                .failed,
                finding(
                    .test, rule: error?.name ?? "exception",
                    "raised \(error?.name ?? "an exception") while loading: \(error?.text ?? "")", line: error?.line, of: result, end))
        }
    }

    private func finding(
        _ kind: FindingKind, rule: String, _ message: String, line: Int? = nil, of result: OracleResult, _ end: SandboxResult
    ) -> Finding {
        let path = task.brief.singleDeliverable
        return Finding(
            kind: kind, rule: rule, message: message, path: path, line: line,
            excerpt: excerpt(files, path, line), test: test.name, hidden: test.isHidden,
            expected: result.expected, actual: result.actual, signal: end.signal)
    }
}
