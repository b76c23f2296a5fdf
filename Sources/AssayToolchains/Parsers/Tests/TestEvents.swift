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
    }

    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String, nonce: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        for line in text.lines where line.hasPrefix(nonce + " ") {
            guard let event = JSON.foreign(Event.self, String(line.dropFirst(nonce.count + 1))) else { continue }
            if event.event == "end" { outcomes.runEnded = true }
            guard let name = event.name else { continue }
            switch event.event {
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
