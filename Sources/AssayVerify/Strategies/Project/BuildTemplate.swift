import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// A build of the task's pristine tree, kept so that each candidate only builds what it changed.
///
/// Nothing of a candidate ever enters it: it is made from the task alone, in a jail.
struct BuildTemplate {
    let runner: ToolchainRunner
    let pristine: FileTree
    /// The commands of the build, by the place where they build.
    let commands: (SandboxMount) throws -> [SandboxCommand]

    /// The folder of the template, made on first use; nil where overlay mounts do not work.
    func folder() async throws -> String? {
        // What a build tool keeps is only valid at the path where it was made.
        guard try await runner.sandbox.keepsPlaces else { return nil }
        let key = Digest.of("v2", runner.toolchain.digest, runner.drivers.digest, runner.sandbox.identity, pristine.digest).prefix(24)
        let kept = "\(CacheFolder.path)/templates/\(key)"
        if !CacheFolder.isComplete(kept) { try await make(kept) }
        return kept + "/w"
    }

    private func make(_ kept: String) async throws {
        let scratch = try Workspace(name: "template")
        try scratch.write(pristine)
        for command in try commands(.readWrite(host: scratch.path, inside: "/w")) {
            // A stub that does not compile still leaves warm caches behind.
            _ = try await runner.sandbox.run(command)
        }
        try await CacheFolder.make(kept, "w", from: scratch.path)
    }
}
