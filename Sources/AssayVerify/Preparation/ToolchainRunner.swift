import AssayCore
import AssayToolchains

/// One toolchain in the sandbox: all that is needed to run its commands.
struct ToolchainRunner: Sendable {
    let sandbox: any Sandbox
    let toolchain: ResolvedToolchain
    /// What each command may use.
    let limits: LimitPolicy
    let drivers: DriverFolder
    /// Nil for a sandbox that only replays: nothing is prepared for it.
    let preparations: PreparedToolchains?

    var profile: ToolchainProfile { toolchain.profile }
    /// What a build may use, and whatever else the toolchain does for one.
    var buildLimits: SandboxLimits { limits.build(of: profile) }
    /// System calls that the language's runtime makes by itself: denied, but nobody's attempt.
    var benign: Set<String> { Set(profile.benign ?? []) }

    /// Returns the mount at `/cache` of what is prepared once for the toolchain, preparing it on its first use.
    func preparedMounts() async throws -> [SandboxMount] {
        try await preparations?.mount(for: toolchain).map { [$0] } ?? []
    }
}
