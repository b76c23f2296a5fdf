import AssayCore
import AssaySandbox

/// Whether folders may lie over each other here: not on every file system, such as a container's own layers.
actor LayeredFolders {
    private let sandbox: any Sandbox
    private var known: Bool?

    init(sandbox: any Sandbox) { self.sandbox = sandbox }

    /// Tries it once, over a folder that is there.
    func work(over base: String) async -> Bool {
        if let known { return known }
        let answer = await attempt(base)
        known = answer
        return answer
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
