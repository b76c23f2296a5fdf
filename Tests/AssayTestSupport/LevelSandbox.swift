package import AssayCore

/// A sandbox that runs nothing and says which isolation level it reaches; without one it fails.
package struct LevelSandbox: Sandbox {
    private let level: IsolationLevel?

    /// Makes a sandbox of a level.
    package init(level: IsolationLevel? = nil) { self.level = level }

    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        guard let level else { throw SandboxError(.launcher, "no sandbox here") }
        var result = SandboxResult(outcome: .exited, exitCode: 0, stdout: [], stderr: [])
        result.isolationLevel = level
        return result
    }

    package func runJoined(_ first: SandboxCommand, _ second: SandboxCommand) async throws(SandboxError) -> (SandboxResult, SandboxResult) {
        throw SandboxError(.launcher, "runs nothing")
    }
}
