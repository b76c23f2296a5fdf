import AssaySupport

/// Reads the results of `cargo test`: the JSON that Rust's libtest writes with `-Z unstable-options --format json`.
package enum CargoTestJSON {
    private struct Event: Decodable {
        var type: String
        var event: String
        var name: String?
        var stdout: String?
        var exec_time: Double?
    }

    /// Returns the outcomes of the tests in the output, by their last name or, of a crate, by all of it; other lines are ignored.
    package static func read(_ text: String, in crate: String? = nil) -> TestOutcomes {
        var outcomes = TestOutcomes()
        for line in text.lines {
            guard let event = JSON.foreign(Event.self, String(line)) else { continue }
            if event.type == "suite" {
                if event.event != "started" { outcomes.runEnded = true }
                continue
            }
            guard event.type == "test", let full = event.name else { continue }
            let name = crate.map { $0.isEmpty ? full : "\($0)::\(full)" } ?? full.split(separator: ":").last.map(String.init) ?? full
            switch event.event {
            case "started": outcomes.update(name) { $0.started = true }
            case "ok": outcomes.update(name) { ($0.ended, $0.seconds) = (true, event.exec_time) }
            case "ignored": outcomes.update(name) { ($0.skipped, $0.started) = (true, false) }
            case "failed":
                outcomes.update(name) {
                    $0.ended = true
                    $0.issues.append(issue(event.stdout ?? "", name))
                }
            default: break
            }
        }
        return outcomes
    }

    /// `thread 'x' panicked at src/lib.rs:5:9:` with the message on the next line, as printed by Rust 1.73 and newer.
    private static func issue(_ text: String, _ name: String) -> TestOutcomes.Issue {
        // Line by line: the candidate prints here too, and no expression may be led astray by it.
        let lines = text.allLines
        for (index, line) in lines.enumerated() where line.utf8.count < 2000 {
            guard let match = line.firstMatch(of: /panicked at ([^:]+):(\d+):\d+:$/) else { continue }
            let message = lines.dropFirst(index + 1).prefix { !$0.isEmpty && !$0.hasPrefix("note: ") }.joined(separator: "\n")
            return .init(message: message.trimmed, path: OutputParser.relative(String(match.1)), line: Int(match.2))
        }
        return .init(message: text.isEmpty ? "\(name) failed" : text.trimmed)
    }
}
