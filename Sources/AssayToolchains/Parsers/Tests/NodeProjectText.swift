package import AssayCore
import AssaySupport

/// Reads what the script `test` of a package.json prints: each of its commands is a part, in the form that its runner has.
package enum NodeProjectText {
    /// Returns the outcomes of our reporters' events and of TAP; a command without either is one test.
    package static func read(_ result: SandboxResult, nonce: String) -> TestOutcomes {
        let parts = TestParts.read(result.outputText, nonce: nonce)
        var all = TestOutcomes()
        all.runEnded = true
        for part in parts {
            let outcomes = read(part, result, nonce: nonce)
            all.runEnded = all.runEnded && outcomes.runEnded
            all.add(outcomes, of: part)
        }
        all.runEnded = all.runEnded && result.outcome == .exited && !parts.isEmpty
        all.needs = TestEvents.read(result.outputText, nonce: nonce).needs
        return all
    }

    private static func read(_ part: TestParts.Part, _ result: SandboxResult, nonce: String) -> TestOutcomes {
        var outcomes = TestEvents.read(part.text, nonce: nonce)
        if part.text.lines.contains(where: TapText.isPlan) {
            let points = TapText.read(part.text, grouped: true)
            let hasEvents = !outcomes.outcomes.isEmpty
            outcomes.outcomes += points.outcomes
            outcomes.problems += points.problems
            outcomes.runEnded = points.runEnded && (outcomes.runEnded || !hasEvents)
        } else if outcomes.outcomes.isEmpty && !outcomes.runEnded {
            return whole(part, result)
        }
        // What the command says by its status alone.
        let hasFailed = outcomes.outcomes.contains { !$0.issues.isEmpty || ($0.started && !$0.ended) } || !outcomes.problems.isEmpty
        if let status = part.status, status != 0, !hasFailed {
            let words = BuildEnd.words(result.errorText + "\n" + part.text)
            outcomes.problems.append(
                .init(.exitStatus, "the test run ended with status \(status), though no test that it reported has failed\(words.isEmpty ? "" : ": \(words)")"))
        }
        return outcomes
    }

    /// The outcome of a command as one test.
    private static func whole(_ part: TestParts.Part, _ result: SandboxResult) -> TestOutcomes {
        var end = SandboxResult(outcome: result.outcome, exitCode: part.status ?? result.exitCode, stdout: Array(part.text.utf8), stderr: result.stderr)
        (end.signal, end.usage, end.limitHit) = (result.signal, result.usage, result.limitHit)
        var outcomes = ProjectText.read(end, name: "npm test")
        if part.status == nil, result.outcome == .exited { outcomes.runEnded = false }
        return outcomes
    }
}
