/// Something of the host that a command may see.
package enum SandboxMount: Sendable, Equatable {
    case readOnly(host: String, inside: String)
    case readWrite(host: String, inside: String)
    /// Visible and writable; writes go to private memory and are lost.
    case overlay(host: String, inside: String)
    /// Visible and writable; writes go to another host folder, `changes`, beside which `changes-work` lies empty.
    case layered(base: String, changes: String, inside: String)
    /// What `layered` left, visible and writable; writes go to private memory and are lost.
    case layeredOverlay(base: String, changes: String, inside: String)
}

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

/// One command for the sandbox.
package struct SandboxCommand: Sendable {
    package var arguments: [String]
    /// Names of policy layers, from the weakest to the strongest claim.
    package var policies: [String]
    package var mounts: [SandboxMount]
    package var environment: [String: String]
    package var directory: String
    package var limits: SandboxLimits
    package var loopback: Bool

    package init(
        _ arguments: [String], policies: [String] = ["base"], mounts: [SandboxMount] = [],
        environment: [String: String] = [:], directory: String = "/",
        limits: SandboxLimits = SandboxLimits(), loopback: Bool = false
    ) {
        self.arguments = arguments
        self.policies = policies
        self.mounts = mounts
        self.environment = environment
        self.directory = directory
        self.limits = limits
        self.loopback = loopback
    }
}
