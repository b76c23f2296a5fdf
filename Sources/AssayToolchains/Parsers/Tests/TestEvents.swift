import AssaySupport

/// Reads the output of Assay's listeners inside test runners: one JSON object a line, after a nonce.
package enum TestEvents {
    private struct Event: Decodable {
        var event: String
        var name: String?
        var message: String?
        var path: String?
        var line: Int?
        var seconds: Double?
        var run: String?
    }

    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String, nonce: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        let mark = nonce + " {"
        for line in text.lines {
            // What a test printed without ending the line may stand before it.
            guard let start = line.firstRange(of: mark), let event = JSON.foreign(Event.self, "{" + line[start.upperBound...]) else { continue }
            if event.event == "end" { outcomes.runEnded = true }
            guard let name = event.name else { continue }
            switch event.event {
            case "needs": outcomes.needs.append(.init(package: name, why: event.message ?? "", command: event.run ?? ""))
            case "foreign": outcomes.copies.append(.init(module: name, path: event.path ?? ""))
            case "started": outcomes.update(name) { $0.started = true }
            case "passed": outcomes.update(name) { ($0.started, $0.ended, $0.seconds) = (true, true, event.seconds) }
            case "skipped": outcomes.update(name) { ($0.skipped, $0.started) = (true, false) }
            case "failed":
                outcomes.update(name) {
                    ($0.started, $0.ended) = (true, true)
                    $0.issues.append(
                        .init(message: event.message ?? "\(name) failed", path: event.path.map(OutputParser.relative), line: event.line))
                }
            default: break
            }
        }
        return outcomes
    }
}
