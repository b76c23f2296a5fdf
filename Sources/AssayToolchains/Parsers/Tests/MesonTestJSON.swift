import AssaySupport

/// Reads `testlog.json` of `meson test`: one JSON object a line for each test.
package enum MesonTestJSON {
    private struct Entry: Decodable {
        var name: String
        var result: String
        var stdout: String?
        var stderr: String?
        var duration: Double?
        var returncode: Int?
    }

    /// Returns the outcomes of the tests, as Meson itself counts them; what is not of this format is passed over.
    package static func read(_ text: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        outcomes.separate = true
        var times: [String: Int] = [:]
        for line in text.lines {
            guard let entry = JSON.foreign(Entry.self, String(line)) else { continue }
            times[entry.name, default: 0] += 1
            let name = times[entry.name].map { $0 > 1 ? "\(entry.name) (\($0))" : entry.name } ?? entry.name
            outcomes.update(name) { add(entry, to: &$0) }
        }
        // Without tests the driver leaves a line that names none.
        outcomes.runEnded = !text.isEmpty
        return outcomes
    }

    /// The first point that failed of a test that speaks the Test Anything Protocol.
    private static func point(_ text: String) -> TestOutcomes.Issue? {
        guard text.lines.contains(where: TapText.isPlan) else { return nil }
        return TapText.read(text).outcomes.lazy.compactMap(\.issues.first).first
    }

    /// Compilers name sources from the folder of the build.
    private static func inTree(_ issue: TestOutcomes.Issue) -> TestOutcomes.Issue {
        var issue = issue
        if let path = issue.path, path.hasPrefix("../") { issue.path = String(path.dropFirst(3)) }
        return issue
    }

    private static func add(_ entry: Entry, to outcome: inout TestOutcomes.Outcome) {
        (outcome.started, outcome.ended, outcome.seconds) = (true, true, entry.duration)
        let said = [entry.stdout, entry.stderr].compactMap(\.self).flatMap { $0.lines.map(String.init) }
        switch entry.result {
        case "OK": break
        case "SKIP": (outcome.started, outcome.ended, outcome.skipped) = (false, false, true)
        case "EXPECTEDFAIL": (outcome.started, outcome.ended, outcome.skipped, outcome.isExpectedFailure) = (false, false, true, true)
        case "UNEXPECTEDPASS": outcome.issues.append(.init(message: "passed, though it is expected to fail"))
        case "TIMEOUT": outcome.issues.append(.init(message: "ran longer than Meson allows it"))
        default:
            // A negative status is the signal that ended the program; an abort by a failed assertion is the test's own verdict.
            let status = entry.returncode ?? 1
            let asserted = ProgramEnd.assertion(said) ?? FailedAssertion.issue(said) ?? point(entry.stdout ?? "")
            if status < 0, asserted == nil {
                outcome.ended = false
            } else {
                outcome.issues.append(asserted.map(inTree) ?? ProgramEnd.issue(said, otherwise: "ended with status \(status)"))
            }
        }
    }
}
