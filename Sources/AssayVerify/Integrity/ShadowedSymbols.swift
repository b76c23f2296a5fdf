import AssayCore
import AssaySupport
import AssayToolchains

extension ProjectStrategy {
    /// Flags a candidate that defines symbols of the test framework, such as an assertion of the same name.
    ///
    /// What the reference defines as well is no fault.
    func flagShadowedTestSymbols(
        _ defined: Set<String>, _ tests: FileTree, _ system: ToolchainProfile.BuildSystem
    ) async throws -> Evidence {
        guard let control = try await control(tests, system) else { return Evidence() }
        let own = defined.subtracting(try await control.session.shadowedSymbols()).sorted().map { TerminalText.line($0, limit: 200) }
        guard let first = own.first else { return Evidence() }
        return Evidence(
            .tamperingSuspected,
            Finding(
                kind: .integrity, rule: "shadowed-test-api",
                message: "defines what its tests are made of: \(first)" + (own.count > 1 ? " and \(own.count - 1) more" : "")))
    }

    /// Flags sources that define what their tests assert with.
    ///
    /// What the task's own files or its reference define as well is no fault of an answer; in a folder as it is, nothing is.
    func flagRedefinitions(of subject: ProjectSubject) -> Evidence {
        let profile = builds.runner.profile
        let found = Redefinitions(profile, in: subject.room.tree, tests: subject.tests).found
        guard !found.isEmpty else { return Evidence() }
        let given = subject.candidate.isEmpty ? FileTree() : task.brief.start.overlaid(with: task.reference ?? FileTree()).overlaid(with: subject.tests)
        let known = Set(Redefinitions(profile, in: given, tests: subject.tests).found.map(\.key))
        return found.filter { !known.contains($0.key) }.reduce(into: Evidence()) { evidence, definition in
            evidence += Evidence(
                .tamperingSuspected,
                Finding(
                    kind: .integrity, rule: "shadowed-test-api",
                    message: "defines what its tests are made of: \(TerminalText.line(definition.name, limit: 200))", path: definition.path,
                    line: definition.line, excerpt: excerpt(subject.room.tree, definition.path, definition.line)))
        }
    }
}
