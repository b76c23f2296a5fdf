package import AssayCore
import AssaySupport

/// Reads what the script `test` of a package.json prints, in the form that its runner has.
package enum NodeProjectText {
    /// Returns the outcomes of our reporter's events and of TAP; without either, the script is one test.
    package static func read(_ result: SandboxResult, nonce: String) -> TestOutcomes {
        let text = result.outputText
        var outcomes = TestEvents.read(text, nonce: nonce)
        if text.lines.contains(where: { $0.hasPrefix("TAP version ") || $0.wholeMatch(of: /1\.\.\d+/) != nil }) {
            let points = TapText.read(text, grouped: true)
            let hasEvents = !outcomes.outcomes.isEmpty
            outcomes.outcomes += points.outcomes
            outcomes.problems += points.problems
            outcomes.runEnded = points.runEnded && (outcomes.runEnded || !hasEvents)
        } else if outcomes.outcomes.isEmpty && !outcomes.runEnded {
            let needs = outcomes.needs
            outcomes = ProgramEnd.read(result, ofTests: "npm test")
            outcomes.needs = needs
        }
        return outcomes
    }
}
