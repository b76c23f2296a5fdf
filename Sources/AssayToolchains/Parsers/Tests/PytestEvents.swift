import AssaySupport

/// Reads the stream of `pytest_driver.py`, one JSON object a line after a nonce.
package enum PytestEvents {
    private struct Event: Decodable {
        var event: String
        var id: String?
        var ids: [String]?
        var when: String?
        var outcome: String?
        var seconds: Double?
        var assertions: Int?
        var message: String?
        var path: String?
        var line: Int?
        var excerpt: String?
        var text: String?
        /// The command that installs what is needed.
        var run: String?
    }

    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String, nonce: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        var current = ""
        for line in text.lines where line.hasPrefix(nonce + " ") {
            guard var event = JSON.foreign(Event.self, String(line.dropFirst(nonce.count + 1))) else { continue }
            if event.event == "started" { current = event.id ?? "" }
            // A report without an id is about the test that started last.
            if event.event == "report", event.id == nil { event.id = current }
            switch event.event {
            // What pytest collects beyond the listing must pass as well.
            case "collected": for id in event.ids ?? [] { outcomes.update(id) { $0.variantOf = base(id) } }
            case "collect_error": outcomes.problems.append(.init(.collection, said(event), path: event.id))
            case "foreign": outcomes.copies.append(.init(module: event.id ?? "", path: event.path ?? ""))
            case "needs": outcomes.needs.append(.init(package: event.id ?? "", why: event.text ?? "", command: event.run ?? ""))
            case "note": outcomes.notes.append(event.text ?? "")
            case "stopped":
                outcomes.problems.append(.init(.stopped, event.text ?? ""))
                outcomes.runEnded = true
            case "finished": outcomes.runEnded = true
            case "forged": outcomes.forgery = event.text ?? ""
            default: if let id = event.id { outcomes.update(id) { update(&$0, event) } }
            }
        }
        return outcomes
    }

    private static func update(_ outcome: inout TestOutcomes.Outcome, _ event: Event) {
        switch (event.event, event.outcome) {
        case ("started", _): outcome.started = true
        case ("report", "failed"):
            outcome.ended = true
            // The first to fail of set-up, call and tear-down says why.
            if outcome.issues.isEmpty { outcome.issues.append(issue(event)) }
            outcome.seconds = event.seconds
        case ("report", "skipped"), ("report", "xfailed"):
            (outcome.skipped, outcome.started) = (true, false)
            (outcome.isExpectedFailure, outcome.reason, outcome.seconds) = (event.outcome == "xfailed", event.message, event.seconds)
        case ("report", "passed") where event.when == "call": (outcome.ended, outcome.seconds, outcome.assertions) = (true, event.seconds, event.assertions)
        default: break
        }
    }

    private static func issue(_ event: Event) -> TestOutcomes.Issue {
        let message = event.message ?? "failed"
        let first = message.lines.first.map(String.init) ?? message
        let rule = first.split(separator: ":").first.map(String.init) ?? "failed"
        return .init(
            rule: rule.contains(" ") ? "assertion" : rule, message: message, path: event.path.map(OutputParser.relative), line: event.line,
            excerpt: event.excerpt)
    }

    /// The error that prevented a test file from being loaded, without pytest's decoration.
    private static func said(_ event: Event) -> String {
        let message = event.message.flatMap { $0.isEmpty ? nil : $0 } ?? event.text ?? ""
        let lines = message.lines.filter { $0.hasPrefix("E ") }
        return lines.isEmpty ? message : lines.joined(separator: "\n")
    }

    /// The id without the parameters that pytest adds.
    private static func base(_ id: String) -> String { id.firstIndex(of: "[").map { String(id[..<$0]) } ?? id }
}
