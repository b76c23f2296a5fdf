import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// The lists of tests that a project's own runner gives of its built pristine tree.
extension ProjectStrategy {
    /// Returns the suites of a subject with the tests that their runner lists, before any code of a change runs.
    ///
    /// Of a project as it is no list is asked for: the run is one of the pristine tree itself.
    func listedByRunner(_ subject: ProjectSubject) async throws -> [SuiteListing] {
        guard subject.suites.contains(where: { $0.suite.tests.built == true }), isChange(subject) else { return subject.suites }
        let key = Digest.of(builds.runner.toolchain.digest, builds.runner.drivers.digest, subject.pristine.digest, subject.system.id)
        let lists = try await builds.listings.byRunner(key) {
            let source = ProjectSource(tree: subject.pristine, pristine: subject.pristine, suites: subject.suites)
            var session = try await ProjectSession(source, of: task, by: builds)
            // Of a tree that does not build there is no list, and a change may mend it.
            guard try await session.build(subject.system).compiles else { return subject.suites.map { _ in [] } }
            var lists: [[ListedTest]] = []
            for suite in subject.suites { lists.append(try await session.list(suite)) }
            return lists
        }
        return zip(subject.suites, lists).map { suite, tests in suite.suite.tests.built == true ? suite.expecting(tests) : suite }
    }

    /// Whether something else is judged than the task's own files.
    private func isChange(_ subject: ProjectSubject) -> Bool { subject.room.tree != subject.pristine }

    /// Returns what tests need that is not installed, as the failure of a change; throws where the project itself needs it.
    func missing(_ needs: [TestOutcomes.Need], _ subject: ProjectSubject) throws(HarnessError) -> Evidence {
        if !isChange(subject) { try builds.runner.refuse(needs) }
        return needs.uniqued().reduce(into: Evidence()) { evidence, need in
            evidence += Evidence(
                .failed,
                Finding(
                    kind: .test, rule: "missing-dependency",
                    message: "needs \(need.package), which is not installed (\(need.why)); the tests without the change do not"))
        }
    }
}

extension ProjectSession {
    /// Asks the runner for the tests of a suite in the tree that was built.
    func list(_ listing: SuiteListing) async throws -> [ListedTest] {
        guard listing.suite.tests.built == true, let words = listing.suite.tests.command else { return listing.expected }
        var filled = template
        filled.lists["files"] = listing.allFiles
        let asked = try command(
            ToolchainProfile.Step(command: words, parser: .none), filled, at: readPlace, limits: runner.limits.listing(of: profile))
        let result = try await runner.sandbox.run(asked)
        guard result.succeeded else { throw TestListings.failure(result) }
        try runner.refuse(TestListings.needs(in: result.outputText))
        return TestListings.tests(in: result.outputText)
    }
}

extension ToolchainRunner {
    /// Throws for what is not installed, with the commands that install it.
    func refuse(_ needs: [TestOutcomes.Need]) throws(HarnessError) {
        let needs = needs.uniqued()
        guard let first = needs.first else { return }
        let names = needs.map(\.package).uniqued()
        // One command installs all: names follow the words of the first.
        let command = ([first.command] + names.dropFirst()).joined(separator: " ")
        throw HarnessError(
            .toolchain,
            TerminalText.line("unavailable: needs \(names.joined(separator: ", ")) (\(first.why)); run: \(command)", limit: 1000))
    }
}
