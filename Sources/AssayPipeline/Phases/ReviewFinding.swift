/// The proof that a reviewer gives for a claim.
enum ReviewEvidence: Sendable, Equatable {
    /// A call of the required function, and the literal it must return.
    case call(String, expected: String)
    /// A test in the project's own form, and the statement's words that demand it.
    case test(String, quote: String)
}

/// A claim about a candidate, made by another model and tested by running it.
struct ReviewFinding: Sendable, Equatable {
    var claim: String
    var evidence: ReviewEvidence

    /// The demand on the next answer, as the fix prompt says it.
    var demand: String {
        switch evidence {
        case .call(let call, let expected): "- `\(call)` must return `\(expected)`: \(claim)"
        case .test(let source, let quote): "- \(claim)\n  The task says: \"\(quote)\". This test must pass:\n```\n\(source)\n```"
        }
    }

    /// A key that is equal for two findings with the same proof.
    var signature: String {
        switch evidence {
        case .call(let call, _): Review.squeezed(call)
        case .test(let source, _): Review.squeezed(source)
        }
    }
}
