/// What a command may use; nil is no limit.
package struct SandboxLimits: Sendable, Codable, Equatable {
    package var wallSeconds: Double
    package var cpuSeconds: Double
    /// How long it may do nothing at all; needs a cgroup.
    package var idleSeconds: Double?
    package var memoryBytes: Int
    package var processes: Int
    /// Bytes kept of each of the two output streams; more ends the run.
    package var outputBytes: Int
    package var diskBytes: Int

    package init(
        wallSeconds: Double = 60, cpuSeconds: Double = 30, idleSeconds: Double? = nil,
        memoryBytes: Int = 2 << 30, processes: Int = 128, outputBytes: Int = 1 << 20, diskBytes: Int = 256 << 20
    ) {
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.idleSeconds = idleSeconds
        self.memoryBytes = memoryBytes
        self.processes = processes
        self.outputBytes = outputBytes
        self.diskBytes = diskBytes
    }
}
