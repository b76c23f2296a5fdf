import AssayCore
import AssayToolchains

/// What builds and test runs of one toolchain share, over all candidates of a process.
struct BuildEnvironment: Sendable {
    let runner: ToolchainRunner
    let listings: TestListings
    let layers: LayeredFolders
    let masks: MaskMounts
    let compiledTests: CompiledTests
    /// Whether plain packages may be built without the toolchain's own build system.
    let allowsDirectBuild: Bool
    /// Ids of the static checks that are asked for beside those on by default.
    let optionalChecks: Set<String>
}
