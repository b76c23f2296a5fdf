import ArgumentParser
import AssayCore

/// What one command of a verification may use at most; a toolchain that needs more for its builds gets it.
struct LimitOptions: ParsableArguments {
    @Option(help: "Wall limit of one command in seconds.") var wall = SandboxLimits().wallSeconds
    @Option(help: "CPU limit of one command in seconds.") var cpu = SandboxLimits().cpuSeconds
    @Option(help: "Memory limit of one command in MiB.") var memory = SandboxLimits().memoryBytes >> 20

    func validate() throws {
        for (flag, isRight) in [("--wall", wall), ("--cpu", cpu)].map({ ($0.0, $0.1 > 0 && $0.1 <= 86400) }) where !isRight {
            throw ValidationError("\(flag) must be above zero and at most 86400 seconds")
        }
        guard (16...1_048_576).contains(memory) else { throw ValidationError("--memory is 16 to 1048576 MiB, not \(memory)") }
    }

    var sandbox: SandboxLimits { SandboxLimits(wallSeconds: wall, cpuSeconds: cpu, memoryBytes: memory << 20) }
}
