import AssayCore
import AssaySandbox
import FoundationEssentials
import Glibc

/// What toolchains make once and every verification uses: module caches, listeners of test runners.
///
/// It is made in a jail from our own files alone, kept under a name that says what it was made of, and
/// shown so that writes to it are lost.
actor Preparations {
    private let sandbox: any Sandbox
    private let drivers: DriverFolder
    private let limits: SandboxLimits
    private var making: [String: Task<String, any Error>] = [:]

    init(sandbox: any Sandbox, drivers: DriverFolder, limits: SandboxLimits) {
        self.sandbox = sandbox
        self.drivers = drivers
        self.limits = limits
    }

    /// Returns the prepared folder of a toolchain at `/cache`, making it on its first use.
    func mount(for toolchain: ResolvedToolchain) async throws -> SandboxMount? {
        guard let preparation = toolchain.profile.preparation else { return nil }
        let key = "\(toolchain.profile.id)-\(Digest.of(toolchain.digest, drivers.digest).prefix(20))"
        let kept = CacheFolder.path + "/prepared/" + key
        if access(kept + "/.complete", F_OK) != 0 {
            // Many candidates may ask at once; one makes it.
            let task = making[key] ?? Task { try await make(preparation, toolchain, kept) }
            making[key] = task
            _ = try await task.value
        }
        return .overlay(host: kept + "/cache", inside: "/cache")
    }

    private func make(
        _ preparation: ToolchainProfile.Preparation, _ toolchain: ResolvedToolchain, _ kept: String
    ) async throws -> String {
        let workspace = try Workspace(name: "prepare")
        let cache = try workspace.folder("cache")
        try workspace.write(try FileTree(preparation.files ?? [:]))
        var template = CommandTemplate()
        template.values = toolchain.paths.merging(["nonce": "", "bin": ""]) { first, _ in first }
        var environment: [String: String] = [:]
        for (name, value) in toolchain.profile.environment.merging(preparation.environment ?? [:], uniquingKeysWith: { $1 }) {
            environment[name] = try template.fill(value)
        }
        var own = limits
        if let needs = toolchain.profile.needs { own = own.atLeast(needs) }
        let command = SandboxCommand(
            try template.words(preparation.command), policies: ["base"] + toolchain.profile.policies,
            mounts: [.readWrite(host: workspace.path, inside: "/w"), .readWrite(host: cache, inside: "/cache"), drivers.mount]
                + toolchain.mounts,
            environment: environment, directory: "/w", limits: own)
        let result = try await sandbox.run(command)
        guard result.succeeded else {
            throw HarnessError(
                .toolchain, "\(toolchain.profile.id) could not be prepared: \((result.errorText + result.outputText).suffix(600))")
        }
        let draft = kept + "-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: draft + "/cache", withIntermediateDirectories: true)
        try await FolderCopy.contents(of: cache, into: draft + "/cache")
        try Data().write(to: URL(filePath: draft + "/.complete"))
        // Another process may have been faster; either is right.
        if rename(draft, kept) != 0 { ScratchFolder.remove(draft) }
        return kept
    }
}
