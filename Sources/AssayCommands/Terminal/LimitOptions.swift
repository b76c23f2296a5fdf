import ArgumentParser
import AssayCore

/// The flags for resource limits, the same for all subcommands that run commands.
struct LimitOptions: ParsableArguments {
    @Option(help: "Wall limit of one command in seconds.") var wall = SandboxLimits().wallSeconds
    @Option(help: "CPU limit of one command in seconds.") var cpu = SandboxLimits().cpuSeconds
    @Option(help: "Memory limit of one command in MiB.") var memory = SandboxLimits().memoryBytes >> 20

    func validate() throws {
        try Self.check("--wall", wall)
        try Self.check("--cpu", cpu)
        guard (1...1_048_576).contains(memory) else { throw ValidationError("--memory must be above zero and at most 1048576 MiB, not \(memory)") }
    }

    /// Throws unless a time is a number of seconds that a limit can have: a day at most.
    static func check(_ flag: String, _ seconds: Double) throws {
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("\(flag) must be above zero and at most 86400 seconds") }
    }

    /// The limits of the sandbox; what has no flag here is as usual.
    var sandbox: SandboxLimits { SandboxLimits(wallSeconds: wall, cpuSeconds: cpu, memoryBytes: memory << 20) }
}
