import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// A test that must run, listed before any code of the candidate runs.
struct ListedTest: Sendable, Decodable {
    var name: String
    /// The file it is in.
    var path: String

    /// Whether a command about some test file or folder runs it; one about neither runs all tests.
    func isAt(_ place: String?) -> Bool { place == nil || place == path || place == path.parentFolder }

    /// The pattern of its names when it contains `${…}`, which only the run fills in; nil for a plain name.
    var pattern: NamePattern? { NamePattern(name) }
}

/// Lists of tests that a toolchain's own parser made, each made once in a process.
struct TestListings: Sendable {
    private let known = OncePerKey<[ListedTest]>()

    /// Asks a profile's command for the tests in some files, in a jail that holds nothing else.
    func tests(
        in files: FileTree, by command: [String], _ runner: ToolchainRunner
    ) async throws -> [ListedTest] {
        guard !files.isEmpty else { return [] }
        let key = Digest.of(runner.toolchain.digest, runner.drivers.digest, files.digest, command.joined(separator: " "))
        return try await known.value(for: key) { try await list(files, command, runner) }
    }

    private func list(_ files: FileTree, _ command: [String], _ runner: ToolchainRunner) async throws -> [ListedTest] {
        let workspace = try Workspace(name: "listing")
        try workspace.write(files)
        var template = runner.toolchain.template()
        template.lists["files"] = files.paths
        let asked = try runner.toolchain.command(
            command, template, mounts: [.readOnly(host: workspace.path, inside: "/w"), runner.drivers.mount],
            limits: runner.buildLimits)
        let result = try await runner.sandbox.run(asked)
        guard result.succeeded else {
            throw HarnessError(
                .toolchain, "the tests cannot be listed: \(TerminalText.line(String((result.errorText + result.outputText).suffix(300)), limit: 300))")
        }
        let lines = result.outputText.lines.compactMap { JSON.foreign(ListedTest.self, String($0)) }
        return lines.filter { files.contains($0.path) }
    }
}
