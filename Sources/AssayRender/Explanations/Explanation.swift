/// What one word of a report means, and what to do about it.
package struct Explanation: Sendable, Codable, Equatable {
    /// The kind of word that is explained.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// How hard a verdict is to forge.
        case tier
        /// How strongly the sandbox separates code from the machine.
        case isolationLevel = "isolation-level"
        /// The result of one verification.
        case verdict
        /// The class of a failure in results files.
        case failure
        /// The state of one check.
        case checkStatus = "check-status"
        /// How a command in the sandbox ended.
        case outcome
        /// A limit of the sandbox.
        case limit
        /// The result of a comparison.
        case comparison
        /// The kind of check that a finding is of, before the slash in reports.
        case findingKind = "finding-kind"
        /// The name of what a finding is about.
        case rule

        /// The kind in words.
        package var words: String { rawValue.replacing("-", with: " ") }
    }

    /// The word, as reports write it.
    package let term: String
    /// What kind of word it is.
    package let kind: Kind
    /// What it means, in one or two sentences.
    package let meaning: String
    /// What to do when it comes up; nil where there is nothing to do.
    package let advice: String?

    /// Makes an explanation.
    package init(_ term: String, _ kind: Kind, _ meaning: String, advice: String? = nil) {
        self.term = term
        self.kind = kind
        self.meaning = meaning
        self.advice = advice
    }

    /// The explanation for a terminal.
    package var text: String {
        "\(term) (\(kind.words)): \(meaning)\n" + (advice.map { "  what to do: \($0)\n" } ?? "")
    }
}
