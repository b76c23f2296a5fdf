import AssayCore
import AssaySandbox
import FoundationEssentials

/// A build of the task's pristine tree, kept so that each candidate only builds what it changed.
///
/// Nothing of a candidate ever enters it: it is made from the task alone, in a jail.
struct SwiftTemplate {
    let bench: VerificationBench
    let task: CodingTask
    let tests: FileTree

    static let buildArguments = ["swift", "build", "--build-tests", "--disable-automatic-resolution"]

    /// What a build needs at least, whatever a task allows.
    static let needs = ToolchainProfile.Needs(
        wallSeconds: 300, cpuSeconds: 240, memoryMegabytes: 4096, processes: 512, diskMegabytes: 2048)

    /// Fills a workspace with the template, making it first if this is its first use.
    func copy(to workspace: Workspace) async throws {
        // What SwiftPM and its module cache keep is only valid at the path where it was made.
        guard try await bench.sandbox.keepsPlaces else { return }
        let swift = try bench.swift()
        let key = Digest.of("v1", swift.version, task.brief.start.digest, tests.digest).prefix(24)
        let kept = "\(CacheFolder.path)/swift/\(key)"
        if !CacheFolder.isComplete(kept) { try await make(kept) }
        try await FolderCopy.contents(of: kept + "/w", into: workspace.path)
    }

    private func make(_ kept: String) async throws {
        let scratch = try Workspace(name: "template")
        try scratch.write(task.brief.start.overlaid(with: tests))
        let swift = try bench.swift()
        let command = SandboxCommand(
            Self.buildArguments, policies: ["base", "swift"],
            mounts: [.readWrite(host: scratch.path, inside: "/w")] + swift.mounts,
            environment: ["PATH": swift.binaries + ":/usr/local/bin:/usr/bin:/bin"],
            directory: "/w", limits: bench.limits.atLeast(Self.needs))
        // A stub that does not compile still leaves warm module caches behind.
        _ = try await bench.sandbox.run(command)
        try await CacheFolder.make(kept) { draft in
            try FileManager.default.createDirectory(atPath: draft + "/w", withIntermediateDirectories: false)
            try await FolderCopy.contents(of: scratch.path, into: draft + "/w")
        }
    }
}
