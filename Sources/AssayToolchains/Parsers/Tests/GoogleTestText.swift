import AssaySupport

/// Reads what GoogleTest and cmocka print: `[ RUN      ] name`, what the test says, and `[       OK ] name`.
package enum GoogleTestText {
    /// Returns the outcomes of the tests; a test that began and has no end was running when its program died.
    ///
    /// Programs that run one after the other may have tests of one name, which are counted.
    package static func read(_ text: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        outcomes.separate = true
        var times: [String: Int] = [:]
        var running: (plain: String, name: String)?
        var said: [String] = []
        for line in text.lines {
            // Few lines of other runners have such a mark, and they may be many.
            guard line.contains("[ ") else {
                if running != nil, said.count < 200 { said.append(String(line)) }
                continue
            }
            if let start = line.wholeMatch(of: /.*?\[ RUN      \] (.+)/) {
                let plain = String(start.1)
                times[plain, default: 0] += 1
                let name = times[plain].map { $0 > 1 ? "\(plain) (\($0))" : plain } ?? plain
                (running, said) = ((plain, name), [])
                outcomes.update(name) { $0.started = true }
            } else if let test = running, let end = line.wholeMatch(of: /.*?\[ *(OK|FAILED|SKIPPED) *\] (.+?)(?:, where .*)?(?: \((\d+) ms(?: total)?\))?/),
                end.2 == test.plain
            {
                outcomes.update(test.name) {
                    ($0.ended, $0.seconds) = (true, end.3.flatMap { Double($0) }.map { $0 / 1000 })
                    if end.1 == "SKIPPED" { ($0.skipped, $0.started) = (true, false) }
                    if end.1 == "FAILED" { $0.issues.append(FailedAssertion.issue(said) ?? .init(message: said.last ?? "failed")) }
                }
                running = nil
            } else if running != nil, said.count < 200 {
                said.append(String(line))
            }
        }
        return outcomes
    }
}
