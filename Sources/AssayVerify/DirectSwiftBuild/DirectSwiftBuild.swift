import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Finds out whether a Swift package can be built without SwiftPM.
struct DirectSwiftBuild {
    let builds: BuildEnvironment
    private var runner: ToolchainRunner { builds.runner }

    /// The build of a candidate's tree; nil where SwiftPM has to do it.
    func plan(pristine: FileTree, tree: FileTree, suites: [String], generated: Set<String>) async throws -> SwiftModulePlan? {
        // The compiler's module cache is only valid at the path where it was made.
        guard let rules = runner.profile.directBuild, builds.allowsDirectBuild, try await runner.sandbox.keepsPlaces,
            let manifest = try await manifest(of: pristine, rules)
        else { return nil }
        return SwiftModulePlan(manifest, tree, suites: suites, generated: generated)
    }

    /// Evaluates the pristine package manifest, once, in a jail.
    private func manifest(of pristine: FileTree, _ rules: ToolchainProfile.DirectBuild) async throws -> SwiftManifest? {
        guard let text = pristine["Package.swift"] else { return nil }
        let kept = "\(CacheFolder.path)/manifests/\(Digest.of(runner.toolchain.digest, runner.sandbox.identity, text))"
        if CacheFolder.isComplete(kept), let known = try? String(contentsOfFile: kept + "/manifest.json", encoding: .utf8) {
            return JSON.foreign(SwiftManifest.self, known)
        }
        let workspace = try Workspace(name: "manifest")
        // Targets must have folders and files for the manifest to be whole.
        try workspace.write(pristine)
        let command = try runner.toolchain.command(
            rules.manifest, runner.toolchain.template(), mounts: [.readWrite(host: workspace.path, inside: "/w")],
            limits: runner.buildLimits)
        let result = try await runner.sandbox.run(command)
        guard result.succeeded, let manifest = JSON.foreign(SwiftManifest.self, result.outputText) else { return nil }
        try await CacheFolder.make(kept) { draft in
            try Data(result.outputText.utf8).write(to: URL(filePath: draft + "/manifest.json"))
        }
        return manifest
    }
}
