import AssaySupport

/// What a reviewer's claim is about, which decides how it is confirmed.
enum ClaimKind: String, Sendable {
    /// The code does not do what the task demands: a test and the task's words.
    case bug
    /// The code lets somebody do what they may not: a test that shows the effect.
    case security
    /// The change breaks a rule of the project: the rule's words, from the project's own files.
    case convention
}

/// The proof that a reviewer gives for a claim.
enum ReviewEvidence: Sendable, Equatable {
    /// A call of the required function, and the literal it must return.
    case call(String, expected: String)
    /// A test in the project's own form, and the statement's words that demand it.
    case test(String, quote: String)
    /// A test in the project's own form which passes only where an attack has no effect.
    case attack(String)
    /// A rule in the words of the project's own files.
    case rule(String)
}

/// A claim about a candidate, made by another model and tested by running it.
struct ReviewFinding: Sendable, Equatable {
    var claim: String
    var evidence: ReviewEvidence

    /// What the claim is about.
    var kind: ClaimKind {
        switch evidence {
        case .call, .test: .bug
        case .attack: .security
        case .rule: .convention
        }
    }

    /// The demand on the next answer, as the fix prompt says it.
    var demand: String {
        switch evidence {
        case .call(let call, let expected): "- `\(call)` must return `\(expected)`: \(claim)"
        case .test(let source, let quote): "- \(claim)\n  The task says: \"\(quote)\". This test must pass:\n```\n\(source)\n```"
        case .attack(let source): "- security: \(claim)\n  This test must pass:\n```\n\(source)\n```"
        case .rule(let quote): "- \(claim)\n  The project's rule says: \"\(quote)\"."
        }
    }

    /// A key that is equal for two findings with the same proof.
    var signature: String {
        switch evidence {
        case .call(let call, _): Review.squeezed(call)
        case .test(let source, _), .attack(let source): Review.squeezed(source)
        case .rule(let quote): Review.squeezed(quote + claim)
        }
    }

    /// The claim's proof in a few words.
    var words: String {
        switch evidence {
        case .call(let call, let expected): "\(call) should be \(expected)"
        case .test(_, let quote): "a test for \"\(TerminalText.line(quote, limit: 80))\""
        case .attack: "a test of an attack"
        case .rule(let quote): "the project's rule \"\(TerminalText.line(quote, limit: 80))\""
        }
    }
}
