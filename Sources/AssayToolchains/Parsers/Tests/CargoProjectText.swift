import AssaySupport

/// Reads what `cargo test -- -Z unstable-options --format json` prints: libtest's JSON after cargo's line for each program.
package enum CargoProjectText {
    /// Returns the outcomes of the tests, each named after its crate; what is not of this format is passed over.
    ///
    /// It is the end when every program whose tests began came to its end.
    package static func read(_ text: String) -> TestOutcomes {
        var all = TestOutcomes()
        var part = ""
        var times: [String: Int] = [:]
        var label = ""
        func close(_ outcomes: inout TestOutcomes) {
            let read = CargoTestJSON.read(part, in: label)
            if part.contains("\"type\": \"suite\"") || part.contains("\"type\":\"suite\"") {
                outcomes.runEnded = read.runEnded && (outcomes.runEnded || outcomes.outcomes.isEmpty)
            }
            outcomes.outcomes += read.outcomes
            part = ""
        }
        for line in text.lines {
            if let next = crate(of: line) {
                close(&all)
                times[next, default: 0] += 1
                // Examples of the documentation are named after their file already.
                label = (times[next] ?? 1) > 1 && !next.isEmpty ? "\(next) (\(times[next] ?? 1))" : next
            } else if let start = line.firstRange(of: /\{ ?"type": ?"(?:suite|test)"/) {
                // What a test printed without ending the line may stand before it.
                part += line[start.lowerBound...] + "\n"
            }
        }
        close(&all)
        return all
    }

    /// The crate, or the file of integration tests, whose tests follow, of `Running unittests src/lib.rs (target/debug/deps/words-0123)` or `Doc-tests words`.
    private static func crate(of line: Substring) -> String? {
        if let match = line.wholeMatch(of: /\s*Running (unittests )?(\S+) \((?:.*\/)?([^\/]+?)-[0-9a-f]+(?:\.exe)?\)/) {
            if match.1 == nil { return String(match.2) }
            return match.2.hasSuffix("main.rs") ? "\(match.3) (\(match.2))" : String(match.3)
        }
        return line.contains(/^\s*Doc-tests \S+$/) ? "" : nil
    }
}
