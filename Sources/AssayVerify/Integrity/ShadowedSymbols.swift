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
}
