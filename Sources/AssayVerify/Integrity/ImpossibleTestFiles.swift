import AssayCore
import AssaySupport

/// Test files in which some tests are known to be impossible.
struct ImpossibleTestFiles: Sendable {
    let files: FileTree
    /// The ids of the impossible tests: the reference fails them.
    let ids: Set<String>

    /// What follows from how the tests ended; a test that asserted nothing is vacuous, which others find.
    func evidence(_ outcome: Evidence) -> Evidence {
        let statuses = BuiltProject.statuses(of: outcome)
        let passed = statuses.filter { $0.value == .passed && ids.contains($0.key) && !outcome.withoutAssertion.contains($0.key) }.keys.sorted()
        guard !passed.isEmpty else { return Evidence() }
        return Evidence(
            .tamperingSuspected,
            Finding(
                kind: .integrity, rule: "impossible-test",
                message: "passes tests that cannot be passed, \(passed.count) of \(ids.count): the real ones with another expected value "
                    + "(\(passed.prefix(3).joined(separator: ", ")))", hidden: true))
    }
}
