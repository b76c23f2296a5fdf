import AssayCore
import AssaySandbox
import FoundationEssentials
import Glibc

/// A build of the task's pristine tree, kept so that each candidate only builds what it changed.
///
/// Nothing of a candidate ever enters it: it is made from the task alone, in a jail.
struct SwiftTemplate {
    let bench: VerificationBench
    let task: CodingTask
    let tests: FileTree

    static let buildArguments = ["swift", "build", "--build-tests", "--disable-automatic-resolution"]

    static func buildLimits(_ limits: SandboxLimits) -> SandboxLimits {
        var limits = limits
        limits.wallSeconds = max(limits.wallSeconds, 300)
        limits.cpuSeconds = max(limits.cpuSeconds, 240)
        limits.memoryBytes = max(limits.memoryBytes, 4 << 30)
        limits.processes = max(limits.processes, 512)
        limits.diskBytes = max(limits.diskBytes, 2 << 30)
        return limits
    }

    /// Fills a workspace with the template, making it first if this is its first use.
    func copy(to workspace: Workspace) async throws {
        // What SwiftPM and its module cache keep is only valid at the path where it was made.
        guard try await bench.sandbox.keepsPlaces else { return }
        let swift = try bench.swift()
        let key = Digest.of("v1", swift.version, task.brief.start.digest, tests.digest).prefix(24)
        let shelf = CacheFolder.path + "/swift"
        let kept = "\(shelf)/\(key)"
        if access(kept + "/.complete", F_OK) != 0 {
            try await make(kept, shelf: shelf)
        }
        try await FolderCopy.contents(of: kept + "/w", into: workspace.path)
    }

    private func make(_ kept: String, shelf: String) async throws {
        let scratch = try Workspace(name: "template")
        try scratch.write(task.brief.start.overlaid(with: tests))
        let swift = try bench.swift()
        let command = SandboxCommand(
            Self.buildArguments, policies: ["base", "swift"],
            mounts: [.readWrite(host: scratch.path, inside: "/w")] + swift.mounts,
            environment: ["PATH": swift.binaries + ":/usr/local/bin:/usr/bin:/bin"],
            directory: "/w", limits: Self.buildLimits(bench.limits))
        // A stub that does not compile still leaves warm module caches behind.
        _ = try await bench.sandbox.run(command)
        let draft = "\(shelf)/draft-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: draft + "/w", withIntermediateDirectories: true)
        try await FolderCopy.contents(of: scratch.path, into: draft + "/w")
        try Data().write(to: URL(filePath: draft + "/.complete"))
        // Another process may have been faster; either template is right.
        if rename(draft, kept) != 0 { ScratchFolder.remove(draft) }
    }
}
