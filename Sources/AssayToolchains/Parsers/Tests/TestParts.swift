package import AssayCore
import AssaySupport

/// Reads the output of our drivers that run several commands or files one after the other: each is a part between two events.
package enum TestParts {
    private struct Event: Decodable {
        var event: String
        var name: String?
        var status: Int?
    }

    /// What one command or file has printed.
    struct Part {
        /// Its name among several; empty where it is the only one.
        var name: String
        var text = ""
        /// How it ended; nil where nothing says so, as it was cut short.
        var status: Int?
    }

    /// Returns the parts of an output; what stands outside of them is left out.
    static func read(_ text: String, nonce: String) -> [Part] {
        var parts: [Part] = []
        var isOpen = false
        for line in text.lines {
            // What a test printed without ending the line may stand before the event.
            if let start = line.firstRange(of: nonce + " {\"event\":\"part"),
                let event = JSON.foreign(Event.self, String(line[start.lowerBound...].dropFirst(nonce.count + 1)))
            {
                if event.event == "part" { parts.append(Part(name: event.name ?? "")) }
                if isOpen { parts[parts.count - 1].text += line[..<start.lowerBound] + "\n" }
                if event.event == "partEnded", !parts.isEmpty { parts[parts.count - 1].status = event.status }
                isOpen = event.event == "part"
            } else if isOpen {
                parts[parts.count - 1].text += line + "\n"
            }
        }
        return parts
    }

    /// Returns the outcomes of scripts: of each the tests that its runner names, else the script is one test.
    package static func scripts(_ result: SandboxResult, nonce: String) -> TestOutcomes {
        var all = TestOutcomes()
        let parts = read(result.outputText, nonce: nonce)
        all.runEnded = result.outcome == .exited && !parts.isEmpty && parts.allSatisfy { $0.status != nil }
        all.separate = true
        all.needs = TestEvents.read(result.outputText, nonce: nonce).needs
        for part in parts {
            let named = if let status = part.status { ProjectText.read(part.text, status: status) } else { unended(part) }
            if let named {
                all.add(named, of: part)
            } else {
                all.update(part.name.isEmpty ? "the tests" : part.name) { one(part, &$0) }
            }
        }
        return all
    }

    /// The tests of a part that was cut short, as far as its points tell them; nil where they tell of none that was running.
    private static func unended(_ part: Part) -> TestOutcomes? {
        let outcomes = TapText.read(part.text, grouped: true)
        return outcomes.outcomes.contains { $0.started && !$0.ended } ? outcomes : nil
    }

    private static func one(_ part: Part, _ outcome: inout TestOutcomes.Outcome) {
        (outcome.started, outcome.ended) = (true, part.status != nil)
        if part.status == 0, TapText.isSkipped(part.text) {
            (outcome.started, outcome.ended, outcome.skipped) = (false, false, true)
        } else if part.status == 0, let why = ProgramEnd.failedPoint(part.text) {
            outcome.issues.append(.init(message: why))
        } else if let status = part.status, status != 0 {
            let lines = part.text.lines.map(String.init)
            let words = BuildEnd.words(part.text)
            outcome.issues.append(
                ProgramEnd.assertion(lines) ?? FailedAssertion.issue(lines)
                    ?? TestOutcomes.Issue(message: "ended with status \(status)" + (words.isEmpty ? "" : ": \(words)")))
        }
    }
}

extension TestOutcomes {
    /// Adds the outcomes of a part, each named after it.
    mutating func add(_ other: TestOutcomes, of part: TestParts.Part) {
        for outcome in other.outcomes {
            var copy = outcome
            if !part.name.isEmpty { copy.name = "\(part.name) > \(outcome.name)" }
            outcomes.append(copy)
        }
        problems += other.problems.map { problem in
            var copy = problem
            if !part.name.isEmpty { copy.message = "\(part.name): \(problem.message)" }
            return copy
        }
    }
}
