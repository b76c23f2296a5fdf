import AssaySupport

/// Finds the first assertion that failed, and its place, in what test libraries of C and C++ print.
package enum FailedAssertion {
    /// Returns the failure that GoogleTest, cmocka, Catch2, doctest or Unity print first; nil where there is none.
    static func issue(_ lines: [String]) -> TestOutcomes.Issue? {
        for (index, line) in lines.enumerated() where line.utf8.count < 2000 {
            // GoogleTest's `path:line: Failure`, Catch2's `path:line: FAILED:`, and what was compared below it.
            if let match = line.wholeMatch(of: /(?:.*\s)?([^\s:]+):(\d+): (?:Failure|FAILED:|FAILED)/) {
                let rest = lines.dropFirst(index + 1).prefix(8).map(\.trimmed).prefix { !$0.isEmpty && !$0.hasPrefix("[") && !$0.hasPrefix("===") }
                return made(rest.joined(separator: "; "), match.1, match.2)
            }
            // doctest.
            if let match = line.wholeMatch(of: /([^\s:]+):(\d+): (?:FATAL )?ERROR: (.*)/) { return made(match.3, match.1, match.2) }
            // cmocka, whose reason stands before the place.
            if let match = line.wholeMatch(of: /\[   LINE   \] --- ([^\s:]+):(\d+): error: (.*)/) {
                let reason = lines[..<index].last { $0.contains("[  ERROR   ] --- ") }.map { $0.replacing("[  ERROR   ] --- ", with: "").trimmed }
                return made(reason ?? String(match.3), match.1, match.2)
            }
            // Unity.
            if let match = line.wholeMatch(of: /([^\s:]+):(\d+):\w+:FAIL: ?(.*)/) { return made(match.3, match.1, match.2) }
        }
        return nil
    }

    private static func made(_ message: some StringProtocol, _ path: Substring, _ line: Substring) -> TestOutcomes.Issue {
        TestOutcomes.Issue(message: message.isEmpty ? "failed" : String(message), path: OutputParser.relative(String(path)), line: Int(line))
    }
}
