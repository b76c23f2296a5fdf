import AssaySupport

/// Reads the stream of `go test -json` (cmd/test2json), written while tests run.
package enum GoTestJSON {
    private struct Event: Decodable {
        var Action: String
        /// The folder of the tests where there are several, `.` for the project's own.
        var Package: String?
        var Test: String?
        var Output: String?
        var Elapsed: Double?
    }

    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        var said: [String: [String]] = [:]
        for line in text.lines {
            guard let event = JSON.foreign(Event.self, String(line)) else { continue }
            let folder = event.Package.flatMap { $0 == "." ? nil : $0 }
            guard let full = event.Test.map({ test in folder.map { "\($0).\(test)" } ?? test }) else {
                if event.Action == "pass" || event.Action == "fail" { outcomes.runEnded = true }
                continue
            }
            // A subtest counts for the function that is listed.
            let own = event.Test?.split(separator: "/").first.map(String.init) ?? full
            let name = folder.map { "\($0).\(own)" } ?? own
            let isWhole = name == full
            switch event.Action {
            case "run" where isWhole: outcomes.update(name) { $0.started = true }
            case "output": said[full, default: []].append(event.Output ?? "")
            case "skip" where isWhole: outcomes.update(name) { ($0.skipped, $0.started) = (true, false) }
            case "pass" where isWhole:
                outcomes.update(name) { ($0.ended, $0.seconds) = (true, event.Elapsed) }
            case "fail":
                var issues = issues(said[full] ?? [], name: full)
                if !isWhole, let part = event.Test?.dropFirst(own.count + 1) {
                    for index in issues.indices where issues[index].path != nil { issues[index].message = "\(part): \(issues[index].message)" }
                }
                for index in issues.indices { issues[index].path = issues[index].path.map { path in folder.map { "\($0)/\(path)" } ?? path } }
                outcomes.update(name) {
                    if isWhole { $0.ended = true }
                    if isWhole && !$0.issues.isEmpty && issues.allSatisfy({ $0.path == nil }) { return }
                    $0.issues += issues
                }
            default: break
            }
        }
        return outcomes
    }

    /// `    x_test.go:12: message`, with the lines that continue it; a panic has its own words.
    private static func issues(_ output: [String], name: String) -> [TestOutcomes.Issue] {
        var issues: [TestOutcomes.Issue] = []
        for line in output.joined().lines {
            if let match = line.wholeMatch(of: /\s+(\w+_test\.go|\w+\.go):(\d+): (.*)/) {
                issues.append(.init(message: String(match.3), path: String(match.1), line: Int(match.2)))
            } else if line.hasPrefix("panic: ") {
                issues.append(.init(message: String(line)))
            } else if line.hasPrefix("        "), !issues.isEmpty {
                issues[issues.count - 1].message += "\n" + String(line).trimmed
            }
        }
        if !issues.isEmpty { return issues }
        // An example shows what it printed and what it should have.
        let words = output.joined().lines.filter { !$0.hasPrefix("=== ") && !$0.hasPrefix("--- ") && !$0.isEmpty }
        return [.init(message: words.isEmpty ? name + " failed" : words.prefix(20).joined(separator: "\n"))]
    }
}
