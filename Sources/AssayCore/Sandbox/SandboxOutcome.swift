/// How a command in the sandbox ended.
package enum SandboxOutcome: String, Sendable, Codable {
    case exited, signaled, oom, violation, interrupted
    case cpuLimit = "cpu_limit"
    case wallLimit = "wall_limit"
    case outputLimit = "output_limit"
    case diskLimit = "disk_limit"
    case inodeLimit = "inode_limit"
    case idleLimit = "idle_limit"
    case launcherError = "launcher_error"
}

/// What a command used.
package struct SandboxUsage: Sendable, Codable, Equatable {
    package var cpuSeconds: Double?
    package var wallSeconds: Double
    package var peakMemoryBytes: Double?
    package var processesPeak: Double?
    package init(wallSeconds: Double) { self.wallSeconds = wallSeconds }
}

/// A system call that was denied and is worth telling.
package struct SandboxViolation: Sendable, Codable, Equatable {
    package var syscall: String
    package var detail: String
    package var count: Int
}

/// A step of the launcher that failed.
package struct LauncherFailure: Sendable, Codable, Equatable {
    package var stage: String
    package var errno: Int
    package var message: String?
}
