import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayToolchains

/// The flags for resource limits, the same for all subcommands that run commands.
///
/// Their values are taken as they come, so that a negative one is told to be no limit, not to be missing.
struct LimitOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Wall limit of one command in seconds (default: 60; a project's tests: 1800, or four times what they took before a change).")
    var wall: Double?
    @Option(parsing: .unconditional, help: "CPU limit of one command in seconds (default: 30; a project's tests: 3600).") var cpu: Double?
    @Option(parsing: .unconditional, help: "Memory limit of one command in MiB (default: 2048; a project's tests: 4096).") var memory: Int?

    func validate() throws {
        if let wall { try Self.check("--wall", wall) }
        if let cpu { try Self.check("--cpu", cpu) }
        try Self.check("--memory", memory, most: 1_048_576, "MiB")
    }

    /// Throws unless a time is a number of seconds that a limit can have: a day at most.
    static func check(_ flag: String, _ seconds: Double) throws {
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("\(flag) must be above zero and at most 86400 seconds") }
    }

    /// Throws unless an amount, if there is one, is a limit's.
    static func check(_ flag: String, _ amount: Int?, most: Int, _ unit: String) throws {
        guard let amount, !(1...most).contains(amount) else { return }
        throw ValidationError("\(flag) must be above zero and at most \(most) \(unit), not \(amount)")
    }

    /// The limits of the sandbox; what is not said is as usual, for a project's own tests as large suites need it.
    ///
    /// `settings` are the limits of the user's configuration, in place of the usual ones.
    func sandbox(for expectation: TestExpectation = .strict, settings: ProjectFile? = nil) -> SandboxLimits {
        var limits = expectation == .asRunnerSays ? settings?.projectLimits ?? .project : settings?.limits ?? SandboxLimits()
        limits.wallSeconds = wall ?? limits.wallSeconds
        limits.cpuSeconds = cpu ?? limits.cpuSeconds
        limits.memoryBytes = memory.map { $0 << 20 } ?? limits.memoryBytes
        return limits
    }
}
