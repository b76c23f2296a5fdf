/// How a command in the sandbox ended.
package enum SandboxOutcome: String, Sendable, Codable {
    case exited, signaled, oom, violation, interrupted
    case cpuLimit = "cpu_limit"
    case wallLimit = "wall_limit"
    case outputLimit = "output_limit"
    case diskLimit = "disk_limit"
    case launcherError = "launcher_error"
}

/// What a command used.
package struct SandboxUsage: Sendable, Codable, Equatable {
    package var cpuSeconds: Double?
    package var wallSeconds: Double
    package var peakMemoryBytes: Double?
    package var processesPeak: Double?
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

/// The outcome of one command, with evidence; the stable JSON of `sandbox run --json`.
package struct SandboxResult: Sendable, Codable, Equatable {
    package var outcome: SandboxOutcome
    package var exitCode: Int?
    package var signal: Int?
    package var usage: SandboxUsage
    /// memory, cpu, wall, output, disk or processes.
    package var limitHit: String?
    package var violations: [SandboxViolation]
    /// 1 strongest; 2 without a cgroup.
    package var tier: Int
    package var layers: [String]
    package var stdoutTruncated: Bool
    package var stderrTruncated: Bool
    package var leftoversKilled: Int
    package var error: LauncherFailure?
    /// Bytes written by the command; not part of the JSON.
    package var stdout: [UInt8] = []
    package var stderr: [UInt8] = []

    /// The streams are evidence kept beside the JSON, not in it.
    private enum CodingKeys: String, CodingKey {
        case outcome, exitCode, signal, usage, limitHit, violations, tier, layers
        case stdoutTruncated, stderrTruncated, leftoversKilled, error
    }

    /// Whether the command exited by itself with status 0.
    package var succeeded: Bool { outcome == .exited && exitCode == 0 }

    /// Standard output as text, made valid.
    package var outputText: String { String(decoding: stdout, as: UTF8.self) }

    /// Standard error as text, made valid.
    package var errorText: String { String(decoding: stderr, as: UTF8.self) }
}
