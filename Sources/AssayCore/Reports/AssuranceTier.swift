/// How hard a verdict is to forge: `A` strongest, `C` an exit code only.
package enum AssuranceTier: String, Sendable, Codable {
    case a = "A"
    case aMinus = "A-"
    case b = "B"
    case c = "C"

    /// What the tier means, in a few words for a reader who does not know it.
    package var meaning: String {
        switch self {
        case .a: "judged outside the candidate's process, with generated test cases"
        case .aMinus: "judged outside the candidate's process, by fixed test cases"
        case .b: "tests share the candidate's process"
        case .c: "judged by an exit code or a file that the candidate could write"
        }
    }

    /// The tier and what it means: `tier B: tests share the candidate's process`.
    package var words: String { "tier \(rawValue): \(meaning)" }
}
