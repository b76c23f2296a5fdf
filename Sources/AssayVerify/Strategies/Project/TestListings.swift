import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// Lists of tests that a toolchain's own parser made, each made once in a process.
struct TestListings: Sendable {
    /// One test, as a listing command prints it.
    struct Line: Sendable, Decodable {
        var name: String
        var path: String
    }

    private let known = OncePerKey<[Line]>()

    /// Asks a profile's command for the tests in some files, in a jail that holds nothing else.
    func tests(
        in files: FileTree, by command: [String], _ toolchain: ResolvedToolchain, _ context: VerificationContext
    ) async throws -> [Line] {
        guard !files.isEmpty else { return [] }
        let key = Digest.of(toolchain.digest, context.drivers.digest, files.digest, command.joined(separator: " "))
        return try await known.value(for: key) { try await list(files, command, toolchain, context) }
    }

    private func list(
        _ files: FileTree, _ command: [String], _ toolchain: ResolvedToolchain, _ context: VerificationContext
    ) async throws -> [Line] {
        let workspace = try Workspace(name: "listing")
        try workspace.write(files)
        var template = toolchain.template()
        template.lists["files"] = files.paths
        let asked = try toolchain.command(
            command, template, mounts: [.readOnly(host: workspace.path, inside: "/w"), context.drivers.mount],
            limits: context.limitPolicy.build(of: toolchain.profile))
        let result = try await context.sandbox.run(asked)
        guard result.succeeded else {
            throw HarnessError(
                .toolchain, "the tests cannot be listed: \(TerminalText.line(String((result.errorText + result.outputText).suffix(300)), limit: 300))")
        }
        let lines = result.outputText.lines.compactMap { JSON.foreign(Line.self, String($0)) }
        return lines.filter { files[$0.path] != nil }
    }
}
