/// How hard a verdict is to forge, from `A`, the strongest, to `C`, an exit code only.
///
/// `VerdictPolicy` computes the tier of each verification.
package enum AssuranceTier: String, Sendable, Codable, CaseIterable {
    case a = "A"
    case aMinus = "A-"
    case b = "B"
    case c = "C"

    /// The meaning of the tier in a few words, for readers who do not know it.
    package var meaning: String {
        switch self {
        case .a: "judged outside the candidate's process, with generated test cases"
        case .aMinus: "judged outside the candidate's process, by fixed test cases"
        case .b: "tests share the candidate's process"
        case .c: "judged by an exit code or a file that the candidate could write"
        }
    }

    /// The tier with its meaning, such as `tier B: tests share the candidate's process`.
    package var words: String { "tier \(rawValue): \(meaning)" }
}
