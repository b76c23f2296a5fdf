/// The resource limits of a command; nil means no limit.
///
/// `LimitPolicy` decides the limits of each command of a verification.
package struct SandboxLimits: Sendable, Codable, Equatable {
    /// The largest wall-clock time in seconds.
    package var wallSeconds: Double
    /// The largest CPU time of all processes together in seconds.
    package var cpuSeconds: Double
    /// The largest time in seconds without any use of CPU; needs a cgroup.
    package var idleSeconds: Double?
    /// The largest memory of all processes together in bytes.
    package var memoryBytes: Int
    /// The largest number of processes at one time.
    package var processes: Int
    /// Bytes kept of each of the two output streams; more ends the run.
    package var outputBytes: Int
    /// The largest size of written files in bytes.
    package var diskBytes: Int

    /// Makes limits; omitted ones have their defaults.
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

    /// The limits of a project's own tests where nobody says others: half an hour, and room for what large suites print and write.
    package static let project = SandboxLimits(
        wallSeconds: 1800, cpuSeconds: 3600, memoryBytes: 4 << 30, processes: 512, outputBytes: 64 << 20, diskBytes: 2 << 30)
}
