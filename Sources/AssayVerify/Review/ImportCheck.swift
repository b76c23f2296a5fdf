import AssayCore
import AssaySupport
import AssayToolchains

/// Asks the toolchain whether the modules that a plan names are installed.
struct ImportCheck {
    let runner: ToolchainRunner
    let task: CodingTask

    /// Returns the missing ones; nil when the profile has no command for it.
    func missing(_ modules: [String]) async throws -> [String]? {
        guard let rules = runner.profile.imports else { return nil }
        let asked = modules.compactMap { rules.asked($0) }.filter { !isOwn($0) }.uniqued()
        guard !asked.isEmpty else { return [] }
        var filled = runner.toolchain.template(nonce: "")
        filled.lists["names"] = asked
        var command = try runner.toolchain.command(
            rules.command, filled, mounts: try await runner.preparedMounts(), limits: runner.buildLimits)
        command.directory = "/tmp"
        let result = try await runner.sandbox.run(command)
        guard result.succeeded else { return nil }
        return result.outputText.lines.map(String.init).filter(asked.contains)
    }

    /// Whether a module is part of the task: among its files, its deliverables or the dependencies in its manifest.
    private func isOwn(_ module: String) -> Bool {
        let parts = module.replacing("::", with: "/").split { "/.".contains($0) }.map(String.init)
        let tree = task.brief.start
        let own = Set(
            (tree.paths + task.brief.deliverables).flatMap { $0.split(separator: "/") }.flatMap { name in
                [String(name), String(name.prefix { $0 != "." })]
            })
        if own.contains(module) || !own.isDisjoint(with: [parts.first, parts.last].compactMap(\.self)) { return true }
        return tree.paths.contains { ControlFile.contains($0) && tree[$0]?.contains(module) == true }
    }
}
