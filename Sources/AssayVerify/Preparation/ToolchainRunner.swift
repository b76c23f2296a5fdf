import AssayCore
import AssayToolchains

/// One toolchain in the sandbox: all that is needed to run its commands.
struct ToolchainRunner: Sendable {
    let sandbox: any Sandbox
    let toolchain: ResolvedToolchain
    /// The limits of each command.
    let limits: LimitPolicy
    let drivers: DriverFolder
    /// The prepared toolchains; nil for a sandbox that only replays recorded runs.
    let preparations: PreparedToolchains?
    /// Who is told how many tests of a project have come out so far; nil where nobody is.
    var tell: (@Sendable (TestProgress) -> Void)?

    var profile: ToolchainProfile { toolchain.profile }
    /// The limits of a build and of the other preparations of the toolchain.
    var buildLimits: SandboxLimits { limits.build(of: profile) }
    /// System calls that the language's runtime makes by itself; they are denied but not reported as attempts.
    var benign: Set<String> { Set(profile.benign ?? []) }

    /// Returns the mount at `/cache` of what is prepared once for the toolchain, preparing it on its first use.
    func preparedMounts() async throws -> [SandboxMount] {
        try await preparations?.mount(for: toolchain).map { [$0] } ?? []
    }
}
