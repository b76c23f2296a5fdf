import AssayCore
import AssaySupport
import AssayToolchains

extension Evidence {
    /// The calls whose addresses are told.
    private static let watched = ["connect", "sendto"]
    /// The words by which systems and languages say that an address or a name cannot be reached.
    private static let unreachable = [
        "Network is unreachable", "network is unreachable", "ENETUNREACH", "name resolution", "Name or service not known", "getaddrinfo", "EAI_AGAIN",
        "no such host", "server misbehaving", "UnknownHostException", "Could not resolve host",
    ]

    /// Names the tests that failed because what they tried to reach is outside of the run's own network.
    mutating func nameTests(withoutNetwork outcomes: TestOutcomes) {
        let tests = outcomes.outcomes.filter { outcome in
            outcome.issues.contains { issue in Self.unreachable.contains(where: issue.message.contains) }
        }.map(\.name)
        guard let first = tests.first else { return }
        for index in findings.indices where Self.watched.contains(findings[index].rule) && findings[index].severity == .note {
            findings[index].test = first
            findings[index].message += "; failed without it: \(tests.listed())"
        }
    }
}
