import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// The prepared data of toolchains that every verification uses: module caches and test listeners.
///
/// It is made in a jail from Assay's own files only, kept under a name derived from its inputs, and
/// shown so that writes to it are lost.
struct PreparedToolchains: Sendable {
    private let sandbox: any Sandbox
    private let drivers: DriverFolder
    private let limits: SandboxLimits
    private let note: @Sendable (String) -> Void
    private let folders = OncePerKey<Void>()

    init(sandbox: any Sandbox, drivers: DriverFolder, limits: SandboxLimits, note: @escaping @Sendable (String) -> Void) {
        self.note = note
        self.sandbox = sandbox
        self.drivers = drivers
        self.limits = limits
    }

    /// Returns the prepared folder of a toolchain at `/cache`, making it on its first use.
    func mount(for toolchain: ResolvedToolchain) async throws -> SandboxMount? {
        guard let preparation = toolchain.profile.preparation else { return nil }
        // What is made where a jail has no mounts of its own is of another place.
        let places = try await sandbox.keepsPlaces ? "" : "host"
        let key = "\(toolchain.profile.id)-\(Digest.of(toolchain.digest, drivers.digest, places).prefix(20))"
        let kept = CacheFolder.path + "/prepared/" + key
        if !CacheFolder.isComplete(kept) {
            // Many candidates may ask at once; one makes it.
            try await folders.value(for: key) { try await make(preparation, toolchain, kept) }
        }
        return .overlay(host: kept + "/cache", inside: "/cache")
    }

    /// An estimate of the seconds that a preparation takes on two cores; it is told and limits nothing.
    private static func seconds(for language: Language) -> Int {
        switch language {
        case .swift: 40
        case .go: 30
        default: 10
        }
    }

    private func make(
        _ preparation: ToolchainProfile.Preparation, _ toolchain: ResolvedToolchain, _ kept: String
    ) async throws {
        let began = ContinuousClock.now
        note("preparing \(toolchain.profile.id), once for this toolchain and user; it takes about \(Self.seconds(for: toolchain.profile.language)) s …")
        let workspace = try Workspace(name: "prepare")
        let cache = try workspace.folder("cache")
        try workspace.write(try FileTree(preparation.files ?? [:]))
        let command = try toolchain.command(
            preparation.command, toolchain.template(),
            mounts: [.readWrite(host: workspace.path, inside: "/w"), .readWrite(host: cache, inside: "/cache"), drivers.mount],
            limits: LimitPolicy(allowed: limits).build(of: toolchain.profile))
        let result = try await sandbox.run(command)
        guard result.succeeded else {
            throw HarnessError(
                .toolchain, "\(toolchain.profile.id) could not be prepared: \((result.errorText + result.outputText).suffix(600))")
        }
        try await CacheFolder.make(kept, "cache", from: cache)
        note("\(toolchain.profile.id) is prepared, in \(Text.decimal((ContinuousClock.now - began).seconds, 0)) s")
    }
}
