import AssayCore

/// Runs what reviewers offer as proof, in the jail.
struct ReviewTrial {
    let attempt: Attempt
    /// The number of runs in which a proof must have the same result to be valid.
    static let repetitions = 3

    /// The result of running a proof on a candidate.
    enum Outcome: Equatable {
        /// The candidate does what is demanded.
        case holds
        /// The code does not satisfy the proof; the text says what it did instead.
        case fails(String)
        /// The proof could not be run, was invalid, or gave different results in repeated runs.
        case unclear(String)
    }

    /// Runs one proof on a candidate.
    func run(_ evidence: ReviewEvidence, on candidate: Candidate) async throws -> Outcome {
        switch evidence {
        case .call(let call, let expected):
            guard let probes = try await attempt.verifier.probe(candidate, Array(repeating: call, count: Self.repetitions)) else {
                return .unclear("calls cannot be run on this task")
            }
            let values = probes.map(\.value)
            guard let first = values.first, values.allSatisfy({ $0 == first }) else {
                return .unclear("it is not the same in \(Self.repetitions) runs")
            }
            if let first, Review.same(first, expected) { return .holds }
            return .fails(first ?? "an error")
        case .test(let source, _), .attack(let source):
            return try await test(source, candidate)
        case .rule: return .unclear("a rule has no proof to run")
        }
    }

    private func test(_ source: String, _ candidate: Candidate) async throws -> Outcome {
        var outcomes: [AddedTestOutcome] = []
        for _ in 0..<Self.repetitions {
            guard let outcome = try await attempt.verifier.check(candidate, test: source) else {
                return .unclear("a test cannot be added to this task")
            }
            if case .notRun(let why) = outcome { return .unclear("the test could not be run" + (why.isEmpty ? "" : ": " + why)) }
            outcomes.append(outcome)
        }
        let passed = outcomes.count { $0 == .passed }
        if passed == outcomes.count { return .holds }
        guard passed == 0, case .failed(let message) = outcomes[0] else { return .unclear("it is not the same in \(Self.repetitions) runs") }
        return .fails(message)
    }
}
