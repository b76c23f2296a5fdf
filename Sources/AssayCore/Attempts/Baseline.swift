/// What the checks of a project say before any change, as a note of an attempt.
///
/// It is part of what models are asked, so a resumed attempt takes it from its first try: times and addresses in the messages
/// of a second run would make other questions of the same.
package struct Baseline: Sendable, Equatable {
    /// How the note begins.
    package static let mark = "before any change: "
    /// The verdict on the untouched tree.
    package let verdict: Verdict
    /// What failed, in words for a model; empty where all passed.
    package let failures: String

    /// Makes it of a verdict and what failed.
    package init(_ verdict: Verdict, failures: String) { (self.verdict, self.failures) = (verdict, failures) }

    /// Reads a note; nil for any other note.
    package init?(note: String) {
        guard note.hasPrefix(Self.mark) else { return nil }
        let rest = note.dropFirst(Self.mark.count)
        let word = rest.prefix { $0 != "\n" }
        guard let verdict = Verdict(rawValue: String(word)) else { return nil }
        self.init(verdict, failures: String(rest.dropFirst(word.count + 1)))
    }

    /// The note: the verdict on the first line, then what failed.
    package var note: String { Self.mark + verdict.rawValue + (failures.isEmpty ? "" : "\n" + failures) }
}
