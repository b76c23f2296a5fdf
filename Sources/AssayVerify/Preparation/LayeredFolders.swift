import AssayCore
import AssaySandbox
import AssaySupport

/// Whether overlay mounts work here; some file systems, such as the layers of a container, do not support them.
struct LayeredFolders: Sendable {
    private let sandbox: any Sandbox
    private let answers = OncePerKey<Bool>()

    init(sandbox: any Sandbox) { self.sandbox = sandbox }

    /// Tries it once, over a folder that is there.
    func work(over base: String) async throws -> Bool {
        try await answers.value(for: "") { await attempt(base) }
    }

    private func attempt(_ base: String) async -> Bool {
        guard let workspace = try? Workspace.layer(name: "layer") else { return false }
        let command = SandboxCommand(
            ["/bin/sh", "-c", "echo kept > .assay-layer"], mounts: [.layered(base: base, changes: workspace.path, inside: "/w")],
            directory: "/w")
        guard let result = try? await sandbox.run(command), result.succeeded else { return false }
        return ResultCollector().file(".assay-layer", in: workspace.path) == Array("kept\n".utf8)
    }
}
