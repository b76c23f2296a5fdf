import AssaySupport

/// Reads the Test Anything Protocol, version 12 to 14: a stream, so what ran before a crash is known.
package enum TapText {
    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    ///
    /// `grouped` is for runners such as tape, which write the name of a test as a comment before its assertions: each
    /// point is then named after both, and points of one name are counted.
    package static func read(_ text: String, grouped: Bool = false) -> TestOutcomes {
        var outcomes = TestOutcomes()
        outcomes.toldAtEnd = true
        var planned: Int?
        var group = ""
        var times: [String: Int] = [:]
        var count = 0
        var last: String?
        for line in text.lines {
            if let plan = line.wholeMatch(of: /1\.\.(\d+)(?:\s*#.*)?/) {
                planned = Int(plan.1)
            } else if let point = line.wholeMatch(of: /(not )?ok(?:\s+(\d+))?(?:\s*-?\s*([^#]*))?(?:#\s*(\w*)(.*))?/) {
                count += 1
                let said = point.3.map { String($0).trimmed } ?? ""
                var name = said.isEmpty ? "test \(point.2.map(String.init) ?? "\(count)")" : said
                if grouped {
                    if !group.isEmpty { name = "\(group) > \(name)" }
                    times[name, default: 0] += 1
                    if let again = times[name], again > 1 { name += " (\(again))" }
                }
                let directive = point.4?.lowercased() ?? ""
                last = name
                outcomes.update(name) {
                    $0.started = true
                    $0.ended = true
                    if directive.hasPrefix("skip") { ($0.skipped, $0.started) = (true, false) }
                    if point.1 != nil && directive != "todo" { $0.issues.append(.init(message: "not ok: \(name)")) }
                }
            } else if grouped, let comment = line.wholeMatch(of: /# (.+)/) {
                group = String(comment.1)
            } else if line.hasPrefix("Bail out!") {
                outcomes.problems.append(.init(.exitStatus, String(line)))
            } else if let name = last, let place = line.wholeMatch(of: /\s+at: .*?(\/w\/[^\s():]+):(\d+):\d+\)?/) {
                outcomes.update(name) {
                    guard !$0.issues.isEmpty else { return }
                    ($0.issues[$0.issues.count - 1].path, $0.issues[$0.issues.count - 1].line) = (OutputParser.relative(String(place.1)), Int(place.2))
                }
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
