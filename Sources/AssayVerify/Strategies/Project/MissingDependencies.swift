import AssayCore
import AssaySupport
import AssayToolchains

extension ProjectStrategy {
    /// Returns what tests need that is not installed, as the failure of a change; throws where the project itself needs it.
    ///
    /// Before a change is judged, the project itself has been.
    func missing(_ needs: [TestOutcomes.Need], _ subject: ProjectSubject) throws(HarnessError) -> Evidence {
        // What no command installs may be the project's own mistake, unless its manifests take it from elsewhere.
        let needs = needs.filter { need in need.command != nil || task.outside.contains { $0.isMeant(by: need.package) } }
        if subject.room.tree == subject.pristine {
            try refuse(needs, from: task.outside)
            try builds.runner.refuse(needs, unfetched: task.unfetched)
        }
        return needs.uniqued().reduce(into: Evidence()) { evidence, need in
            evidence += Evidence(
                .failed,
                Finding(
                    kind: .test, rule: "missing-dependency",
                    message: "needs \(need.package), which is not installed (\(need.why)); the tests without the change do not"))
        }
    }

    /// Throws for what lies outside of the folder that is verified: nothing installs it, and no jail sees it.
    private func refuse(_ needs: [TestOutcomes.Need], from outside: [OutsideDependency]) throws(HarnessError) {
        for need in needs {
            guard let found = outside.first(where: { $0.isMeant(by: need.package) }) else { continue }
            throw HarnessError(
                .toolchain,
                TerminalText.line(
                    "unavailable: needs \(need.package) (\(need.why)), which is taken from \(found.path), outside of the folder that is verified; "
                        + OutsideDependency.advice, limit: 1000))
        }
    }
}

extension ToolchainRunner {
    /// Throws for what is not installed, with the commands that install it, and with what a fetch left out.
    func refuse(_ needs: [TestOutcomes.Need], unfetched: [String]?) throws(HarnessError) {
        let needs = needs.uniqued()
        guard let first = needs.first, let run = first.command else { return }
        let names = needs.map(\.package).uniqued()
        // A command that names what it installs takes the other names too; one that reads a project's own list needs none.
        let isOfNames = run.hasSuffix(" " + Text.shellLine([first.package]))
        let named = run + (isOfNames ? names.dropFirst().map { " " + Text.shellLine([$0]) }.joined() : "")
        let command = toolchain.interpreter.map { PythonInterpreter.install(names, by: $0) } ?? named
        let other =
            if let unfetched {
                unfetched.isEmpty ? " (no manifest that was fetched for asks for it)" : " (the fetch left out \(unfetched.listed()))"
            } else {
                PackageManager(of: profile.language) == nil ? "" : " (or give --fetch, which fetches it apart from the code)"
            }
        throw HarnessError(
            .toolchain,
            TerminalText.line("unavailable: needs \(names.joined(separator: ", ")) (\(first.why)); run: \(command)\(other)", limit: 1000))
    }
}
