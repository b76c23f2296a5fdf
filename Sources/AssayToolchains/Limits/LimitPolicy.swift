package import AssayCore

extension SandboxLimits {
    /// These limits, or what a toolchain needs where that is more.
    package func atLeast(_ needs: ToolchainProfile.Needs?) -> SandboxLimits {
        var limits = self
        limits.wallSeconds = max(wallSeconds, needs?.wallSeconds ?? 0)
        limits.cpuSeconds = max(cpuSeconds, needs?.cpuSeconds ?? 0)
        limits.memoryBytes = max(memoryBytes, (needs?.memoryMegabytes ?? 0) << 20)
        limits.processes = max(processes, needs?.processes ?? 0)
        limits.diskBytes = max(diskBytes, (needs?.diskMegabytes ?? 0) << 20)
        return limits
    }
}

extension ToolchainProfile.Needs {
    /// Of static checks that are only run where they are asked for: type checkers of the slow kind.
    package static let optionalCheck = ToolchainProfile.Needs(
        wallSeconds: 120, cpuSeconds: 120, memoryMegabytes: 2048, processes: 256, diskMegabytes: 512)
}
