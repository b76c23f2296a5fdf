/// The class of one attempt's outcome; the first that applies in this order wins.
package enum Verdict: String, Sendable, Codable, CaseIterable {
    case harnessError = "harness_error"
    case sandboxViolation = "sandbox_violation"
    case tamperingSuspected = "tampering_suspected"
    case interfaceViolation = "interface_violation"
    case compileError = "compile_error"
    /// Only in stored reports of schema version 1; no longer produced.
    case staticFailed = "static_failed"
    case timeout
    case resourceLimit = "resource_limit"
    case crashed
    case failed
    case flaky
    case incomplete
    case passed

    package var isSolved: Bool { self == .passed }
}

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

/// Which checks a verification runs.
package enum CheckScope: String, Sendable, Codable {
    /// What a model may see the results of.
    case visible
    /// Visible and hidden checks: decides the stored verdict.
    case full
}
