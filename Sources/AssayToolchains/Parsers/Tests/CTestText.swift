import AssaySupport

/// Reads what `ctest --verbose` prints while tests run: `Start 1: name`, its output, then how it ended.
package enum CTestText {
    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        outcomes.separate = true
        var names: [String: String] = [:]
        var output: [String: [String]] = [:]
        for line in text.lines {
            if let start = line.wholeMatch(of: /\s*Start\s+(\d+): (.*)/) {
                names[String(start.1)] = String(start.2)
                outcomes.update(String(start.2)) { $0.started = true }
            } else if let end = line.wholeMatch(of: /\s*\d+\/\d+ Test\s+#(\d+): (.+?) \.*[* ]*([A-Z].*?)\s+([\d.]+) sec\s*/) {
                let name = names[String(end.1)] ?? String(end.2)
                let how = end.3.filter { $0 != "*" && $0 != "." }.trimmed
                let said = output[String(end.1)] ?? []
                // An abort by a failed assertion is that test's verdict; any other is a crash.
                let crashed = how.hasPrefix("Exception") || how.hasPrefix("Subprocess")
                let issue = ProgramEnd.assertion(said)
                outcomes.update(name) {
                    $0.ended = !crashed || issue != nil
                    $0.seconds = Double(end.4)
                    // "Not Run (Disabled)" is what the project says; "Not Run" alone is a program that is not there.
                    if how == "Skipped" || how.hasPrefix("Not Run (") { ($0.skipped, $0.started) = (true, false) }
                    if how != "Passed" && !$0.skipped && $0.ended {
                        $0.issues.append(issue ?? ProgramEnd.issue(said, otherwise: how))
                    }
                }
            } else if let said = line.wholeMatch(of: /(\d+): (?!Test command:|Working Directory:|Test timeout computed)(.*)/) {
                output[String(said.1), default: []].append(String(said.2))
            } else if line.contains("tests passed,") || line.hasPrefix("No tests were found") {
                outcomes.runEnded = true
            }
        }
        return outcomes
    }
}
