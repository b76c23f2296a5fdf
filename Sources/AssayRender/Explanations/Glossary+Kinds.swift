import AssayCore

extension FindingKind {
    /// What findings of the kind are about.
    var explanation: Explanation {
        let meaning =
            switch self {
            case .compile: "The finding is about a build or about loading the code."
            case .test: "The finding is about a test: it failed, did not run or cannot be trusted."
            case .sandboxViolation: "The code tried something that the sandbox denies and reports; the rule is the system call."
            case .resource: "A command reached one of its limits; the rule names it."
            case .integrity: "The finding is about code that may influence its own judgement."
            case .review: "The finding is a reviewer's claim, with the evidence that it names."
            case .staticCheck: "A linter or a type checker reports it; the rule is the tool's own."
            }
        return Explanation(rawValue, .findingKind, meaning)
    }
}
