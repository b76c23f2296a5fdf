import AssaySupport

/// Reads what Unity, the test library for C, prints: `path:line:name:PASS` for each test.
package enum UnityText {
    /// Returns the outcomes of the tests; tests of one name in several programs are counted.
    package static func read(_ text: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        outcomes.toldAtEnd = true
        var times: [String: Int] = [:]
        for line in text.lines where line.utf8.count < 4000 && [":PASS", ":FAIL", ":IGNORE"].contains(where: line.contains) {
            guard let match = line.wholeMatch(of: /([^\s:]+\.\w+):(\d+):(\w+):(PASS|FAIL|IGNORE)(?:: ?(.*))?/) else { continue }
            let plain = String(match.3)
            times[plain, default: 0] += 1
            let name = times[plain].map { $0 > 1 ? "\(plain) (\($0))" : plain } ?? plain
            outcomes.update(name) {
                ($0.started, $0.ended) = (true, true)
                if match.4 == "IGNORE" { ($0.started, $0.ended, $0.skipped) = (false, false, true) }
                if match.4 == "FAIL" {
                    $0.issues.append(
                        .init(message: match.5.map(String.init) ?? "failed", path: OutputParser.relative(String(match.1)), line: Int(match.2)))
                }
            }
        }
        return outcomes
    }
}
