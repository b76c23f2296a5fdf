import AssayCore
import AssayToolchains

/// The data that builds and test runs of one toolchain share over all candidates of a process.
struct BuildEnvironment: Sendable {
    let runner: ToolchainRunner
    let listings: TestListings
    let layers: LayeredFolders
    let masks: MaskMounts
    let compiledTests: CompiledTests
    /// Whether plain packages may be built without the toolchain's own build system.
    let allowsDirectBuild: Bool
    /// The ids of static checks that were requested in addition to the default ones.
    let optionalChecks: Set<String>
}
