import AssaySupport

/// Reads the Test Anything Protocol, version 12 to 14: a stream, so what ran before a crash is known.
package enum TapText {
    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        outcomes.toldAtEnd = true
        var planned: Int?
        var count = 0
        var last: String?
        for line in text.lines {
            if let plan = line.wholeMatch(of: /1\.\.(\d+)(?:\s*#.*)?/) {
                planned = Int(plan.1)
            } else if let point = line.wholeMatch(of: /(not )?ok(?:\s+(\d+))?(?:\s*-?\s*([^#]*))?(?:#\s*(\w*)(.*))?/) {
                count += 1
                let said = point.3.map { String($0).trimmed } ?? ""
                let name = said.isEmpty ? "test \(point.2.map(String.init) ?? "\(count)")" : said
                let directive = point.4?.lowercased() ?? ""
                last = name
                outcomes.update(name) {
                    $0.started = true
                    $0.ended = true
                    if directive.hasPrefix("skip") { ($0.skipped, $0.started) = (true, false) }
                    if point.1 != nil && directive != "todo" { $0.issues.append(.init(message: "not ok: \(name)")) }
                }
            } else if line.hasPrefix("Bail out!") {
                outcomes.problems.append(.init(.exitStatus, String(line)))
            } else if let name = last, let detail = line.wholeMatch(of: /\s+(?:message|error):\s*['"]?(.*?)['"]?/) {
                outcomes.update(name) {
                    guard !$0.issues.isEmpty else { return }
                    $0.issues[$0.issues.count - 1].message = String(detail.1)
                }
            }
        }
        // Fewer test points than planned mean that the run ended early; more are a failure too, by the TAP specification.
        outcomes.runEnded = planned.map { count >= $0 } ?? false
        if let planned, count > planned { outcomes.problems.append(.init(.exitStatus, "planned \(planned) tests but ran \(count)")) }
        return outcomes
    }
}
