package import AssayCore
import AssaySupport

/// A program that is its own test: it passed when it ended with status 0 and did not say otherwise.
package enum ProgramEnd {
    /// Returns the outcome of the one test that the program is, under the given name.
    ///
    /// A program that prints the Test Anything Protocol ends with status 0 whatever its points say; then these decide too.
    package static func readProgram(_ result: SandboxResult, name: String) -> TestOutcomes {
        var outcomes = read(result, name: name)
        guard result.outcome == .exited, result.exitCode == 0, let why = failedPoint(result.outputText) else { return outcomes }
        outcomes.update(name) { $0.issues.append(.init(message: why)) }
        return outcomes
    }

    /// What a program's own points say against it; nil where it prints no plan or no point.
    static func failedPoint(_ text: String) -> String? {
        guard text.lines.contains(where: { $0.wholeMatch(of: /1\.\.\d+(?:\s*#.*)?/) != nil }) else { return nil }
        let points = TapText.read(text)
        guard !points.outcomes.isEmpty else { return nil }
        let failed = points.outcomes.lazy.compactMap(\.issues.first?.message).first
        return failed ?? points.problems.first?.message ?? (points.runEnded ? nil : "ran fewer tests than it planned")
    }

    /// Returns the outcome of the one test that the program is by how it ended, under the given name.
    package static func read(_ result: SandboxResult, name: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        outcomes.separate = true
        let lines = result.errorText.lines.map(String.init)
        outcomes.update(name) { outcome in
            outcome.started = true
            outcome.seconds = result.usage.wallSeconds
            // A failed assertion aborts: that is its verdict, not a crash.
            let asserted = assertion(lines) != nil
            outcome.ended = result.outcome == .exited || asserted
            if asserted || (outcome.ended && result.exitCode != 0) {
                outcome.issues.append(issue(lines, otherwise: "\(name) ended with status \(result.exitCode ?? -1)"))
            }
        }
        outcomes.runEnded = result.outcome == .exited || outcomes.outcomes.first?.ended == true
        return outcomes
    }

    /// Returns the outcome of a command that runs all tests and says no more than how they ended.
    package static func read(_ result: SandboxResult, ofTests name: String) -> TestOutcomes {
        var outcomes = read(result, name: name)
        let said = result.outputText + "\n" + result.errorText
        for index in outcomes.outcomes.indices where !outcomes.outcomes[index].issues.isEmpty {
            var issue = assertion(said.lines.map(String.init)) ?? TestOutcomes.Issue(message: "")
            let words = BuildEnd.words(said)
            if issue.message.isEmpty { issue.message = "ended with status \(result.exitCode ?? -1)" + (words.isEmpty ? "" : ": \(words)") }
            outcomes.outcomes[index].issues = [issue]
        }
        return outcomes
    }

    /// Finds a failed assertion and its place in the output of C, C++, Rust, Java, JavaScript or Swift programs.
    package static func assertion(_ lines: [String]) -> TestOutcomes.Issue? {
        for (index, line) in lines.enumerated() {
            if let match = line.wholeMatch(of: /(?:.*?: )?([^:\s]+):(\d+): .*: (Assertion .* failed\.?)/) {
                return .init(message: String(match.3), path: OutputParser.relative(String(match.1)), line: Int(match.2))
            }
            if let match = line.wholeMatch(of: /thread '.*' (?:\(\d+\) )?panicked at (.+?):(\d+):\d+:/) {
                let rest = lines.dropFirst(index + 1).prefix(4).prefix { !$0.hasPrefix("note: ") }
                return .init(
                    message: rest.joined(separator: "\n"), path: OutputParser.relative(String(match.1)), line: Int(match.2))
            }
            if let match = line.wholeMatch(of: /Exception in thread ".*" (java\.lang\.AssertionError.*)/) {
                return .init(message: String(match.1))
            }
            if let match = line.wholeMatch(of: /(?:Uncaught )?((?:AssertionError|Error|Assertion failed).*)/) {
                return .init(message: String(match.1))
            }
        }
        return nil
    }

    /// The assertion that failed, else the last line that was printed.
    package static func issue(_ lines: [String], otherwise: String) -> TestOutcomes.Issue {
        if let found = assertion(lines) ?? FailedAssertion.issue(lines) { return found }
        let last = lines.last { !$0.trimmed.isEmpty }
        return .init(message: otherwise + (last.map { ": \($0)" } ?? ""))
    }
}
