import AssayCore
import AssaySupport

/// A project that compiled, ready to run its tests.
struct BuiltProject {
    var session: ProjectSession
    var suites: [SuiteListing]
    var tree: FileTree
    var tests: FileTree

    /// Runs the tests and returns what they leave.
    func outcome(_ environment: [String: String] = [:]) async throws -> Evidence {
        var evidence = Evidence()
        for suite in suites {
            evidence += try await session.run(suite, environment: environment)
                .evidence(expected: suite.expected, tree: tree, hidden: tests, after: evidence.classes)
        }
        return evidence
    }

    /// Runs the tests and returns how each ends, by its id.
    func statuses(_ environment: [String: String] = [:]) async throws -> [String: CheckStatus] {
        Self.statuses(of: try await outcome(environment))
    }

    /// How each test of a run ended, by its id; two tests of one name pass where both do.
    static func statuses(of outcome: Evidence) -> [String: CheckStatus] {
        Dictionary(outcome.checks.filter { $0.kind == .test }.map { ($0.id, $0.status) }, uniquingKeysWith: { $0 == .passed ? $1 : $0 })
    }

    /// Runs the tests and returns how those end that do not pass.
    func failures(_ environment: [String: String] = [:]) async throws -> [String: CheckStatus] {
        try await statuses(environment).filter { $0.value != .passed }
    }
}
