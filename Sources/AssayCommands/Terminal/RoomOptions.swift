import ArgumentParser
import AssayCore

/// The flags of `assay verify` for what a large suite may need more of: processes, output and files.
struct RoomOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Processes of one command at a time (default: 128; a project's tests: 512).") var processes: Int?
    @Option(parsing: .unconditional, help: "Output of one command in MiB (default: 1; a project's tests: 64).") var outputLimit: Int?
    @Option(parsing: .unconditional, help: "Files that one command may write, in MiB (default: 256; a project's tests: 2048).") var disk: Int?

    func validate() throws {
        try LimitOptions.check("--processes", processes, most: 65_536, "processes")
        try LimitOptions.check("--output-limit", outputLimit, most: 1024, "MiB")
        try LimitOptions.check("--disk", disk, most: 1_048_576, "MiB")
    }

    /// Returns limits with what is said.
    func apply(to limits: SandboxLimits) -> SandboxLimits {
        var limits = limits
        limits.processes = processes ?? limits.processes
        limits.outputBytes = outputLimit.map { $0 << 20 } ?? limits.outputBytes
        limits.diskBytes = disk.map { $0 << 20 } ?? limits.diskBytes
        return limits
    }
}
