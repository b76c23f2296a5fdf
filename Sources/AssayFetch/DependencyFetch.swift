import AssayCore
package import AssayRepositories
package import AssaySandbox
package import AssaySupport
package import AssayToolchains
import FoundationEssentials
import Glibc

/// Fetches what a project depends on: in a jail of its own that holds the project's manifests and nothing else of it, that
/// runs the package manager's fetch step without any package's scripts, and reaches the allowed hosts and no others.
package struct DependencyFetch: Sendable {
    private let sandbox: JailSandbox
    private let permission: FetchPermission
    private let profiles: [ToolchainProfile]
    private let say: @Sendable (String) -> Void

    /// Fetches by the tools of some profiles; `say` is told what happens.
    package init(
        sandbox: JailSandbox, permission: FetchPermission, profiles: [ToolchainProfile], say: @escaping @Sendable (String) -> Void
    ) {
        (self.sandbox, self.permission, self.profiles, self.say) = (sandbox, permission, profiles, say)
    }

    /// The layer of each project of a folder's files, fetched unless it is there; projects without manifests have none.
    package func layers(of tree: FileTree, in folder: String, _ choice: ProjectChoice) async throws -> [DependencyLayer] {
        let projects = try ProjectDetection(tree, layouts: ToolchainProfile.layouts(), choice: choice, of: folder).taken
        let name = FolderReader.name(of: folder)
        var layers: [DependencyLayer] = []
        for project in projects {
            guard let manager = PackageManager(of: project.language) else { continue }
            if let layer = try await layer(for: tree.below(project.folder), manager, project.language, named: name, at: folder) { layers.append(layer) }
        }
        return layers
    }

    /// The layer of one project; nil where it has no manifests.
    private func layer(for tree: FileTree, _ manager: PackageManager, _ language: Language, named project: String, at folder: String) async throws
        -> DependencyLayer?
    {
        guard let name = DependencyLayer.name(of: tree, manager), let profile = profiles.first(where: { $0.language == language }) else { return nil }
        if let lock = manager.otherLock(in: tree) {
            throw HarnessError(
                .toolchain,
                "unavailable: \(lock.file) fixes the versions for \(lock.tool), which a fetch does not run; run: \(lock.tool) install, and leave out --fetch")
        }
        let toolchain = await ResolvedToolchain(profile, checks: [])
        try toolchain.check()
        // The interpreter's own tag, such as cpython-312 (PEP 3147).
        let tag = "import sys; print(sys.implementation.cache_tag)"
        let runtime = manager == .pip ? try await ToolAnswer.text(ofPython: tag, by: toolchain) : nil
        if let kept = DependencyLayer(named: name) {
            if kept.facts.runtime == runtime { return kept }
            kept.remove()
        }
        say("fetching what \(project) depends on, by \(manager.rawValue) …")
        try CacheFolder.create(DependencyLayer.home)
        let source = try await FetchSource(of: manager, by: toolchain)
        let run = FetchRun(sandbox: sandbox, toolchain: toolchain, manager: manager, source: source, permission: permission)
        let fetched = try await run.fetch(tree, of: folder)
        try await keep(fetched, as: name, manager, for: project, runtime: runtime)
        guard let layer = DependencyLayer(named: name) else { throw HarnessError(.storage, "\(DependencyLayer.home)/\(name) is gone again") }
        say(
            "\(project): \(layer.facts.files) files, \(layer.facts.bytes >> 10) KiB, from \(layer.facts.hosts.isEmpty ? "no host" : layer.facts.hosts.listed())"
        )
        return layer
    }

    /// Keeps what was fetched: readable for all, writable and executable with a mode of its own for nobody.
    private func keep(_ fetched: FetchRun.Fetched, as name: String, _ manager: PackageManager, for project: String, runtime: String?) async throws {
        try await CacheFolder.make("\(DependencyLayer.home)/\(name)") { draft in
            let content = draft + "/content"
            try FileManager.default.createDirectory(atPath: content, withIntermediateDirectories: true)
            try await FolderCopy.readable(of: fetched.folder, into: content)
            let measured = try LayerContent(of: content)
            let facts = DependencyLayer.Facts(
                manager: manager, project: project, made: Timestamp.text(Date().timeIntervalSince1970), digest: measured.digest,
                bytes: measured.bytes, files: measured.files, hosts: fetched.hosts, runtime: runtime, left: fetched.said.left ?? [])
            try Files.write(JSON.line(facts), to: draft + "/layer.json")
        }
    }
}
