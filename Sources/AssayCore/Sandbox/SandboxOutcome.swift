/// How a command in the sandbox ended.
package enum SandboxOutcome: String, Sendable, Codable, CaseIterable {
    /// The command exited by itself.
    case exited
    /// A signal ended the command.
    case signaled
    /// The memory limit was reached.
    case oom
    /// A denied system call ended the command.
    case violation
    /// The caller ended the command.
    case interrupted
    case cpuLimit = "cpu_limit"
    case wallLimit = "wall_limit"
    case outputLimit = "output_limit"
    case diskLimit = "disk_limit"
    case inodeLimit = "inode_limit"
    case idleLimit = "idle_limit"
    case launcherError = "launcher_error"
}

/// The resource usage of a command.
package struct SandboxUsage: Sendable, Codable, Equatable {
    /// CPU seconds of all processes together; nil where they were not measured.
    package var cpuSeconds: Double?
    /// Wall-clock seconds.
    package var wallSeconds: Double
    /// The largest memory in bytes; nil where it was not measured.
    package let peakMemoryBytes: Double?
    /// The largest number of processes at one time; nil where it was not counted.
    package let processesPeak: Double?
    /// Makes a usage with only the time known.
    package init(wallSeconds: Double) {
        self.wallSeconds = wallSeconds
        peakMemoryBytes = nil
        processesPeak = nil
    }
}

/// A denied system call that is reported.
package struct SandboxViolation: Sendable, Codable, Equatable {
    /// The name of the system call.
    package let syscall: String
    /// The arguments that decided, as text.
    package let detail: String
    /// How often the call was tried.
    package let count: Int
    /// Whether it decides nothing: it was let through to fail by itself, as an address outside of the run's own network does, or
    /// answered with a refusal, as a watch on files that others use is.
    package var watched: Bool?
}

/// A step of the launcher that failed.
package struct LauncherFailure: Sendable, Codable, Equatable {
    /// The step of the launcher that failed.
    package let stage: String
    /// The system's error number.
    package let errno: Int
    /// The message of the system for the error number.
    package let message: String?
}
