package import AssayCore
import AssayStatistics

/// The condition that a comparison must meet for the exit code 0.
package enum ComparisonGate: String, Sendable, CaseIterable {
    /// The candidate must be improved or equivalent.
    case difference
    /// A loss of the margin or more must be ruled out.
    case nonInferior = "non-inferior"

    /// The exit code of one result; nil for success.
    package func failure(of result: Comparison) -> ExitStatus? {
        switch self {
        case .difference:
            switch result.verdict {
            case .improved, .equivalent: nil
            case .regressed: .negative
            case .inconclusive: .inconclusive
            }
        case .nonInferior:
            switch result.nonInferiority {
            case .nonInferior: nil
            case .inferior: .negative
            case .undecided: .inconclusive
            }
        }
    }

    /// The exit code of several results: the worst one.
    package func failure(of results: [Comparison]) -> ExitStatus? {
        let failures = results.compactMap { failure(of: $0) }
        return [ExitStatus.negative, .inconclusive].first(where: failures.contains)
    }
}
