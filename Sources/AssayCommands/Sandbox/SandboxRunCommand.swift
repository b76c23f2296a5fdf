import ArgumentParser
import AssayCore
import AssaySandbox
import AssaySupport
import Glibc

extension SandboxGroup {
    /// `assay sandbox run`.
    struct Run: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs one command in a fresh jail.",
            discussion: """
                Example:
                  assay sandbox run --wall 5 --json -- /usr/bin/python3 -c 'print(6 * 7)'

                The exit code is 0 when the command ended with status 0, else 1; 127 when its program cannot be executed; \
                3 when the sandbox itself is not available.
                """)

        @Option(help: "A policy layer over 'base': python, swift, or a file (repeatable).")
        var policy: [String] = []
        @Option(name: .customLong("ro"), help: "Show HOST[:INSIDE] read-only (repeatable).")
        var readOnly: [String] = []
        @Option(name: .customLong("rw"), help: "Show HOST:INSIDE writable (repeatable).")
        var readWrite: [String] = []
        @Option(help: "NAME=VALUE for the command's environment (repeatable).")
        var env: [String] = []
        @Option(help: "Working directory inside.") var cwd = "/"
        @OptionGroup var limits: LimitOptions
        @Option(parsing: .unconditional, help: "End the command after this many seconds without CPU use; needs a cgroup.") var idle: Double?
        @OptionGroup var choice: SandboxChoice
        @Option(parsing: .unconditional, help: "Process limit.") var processes = 128
        @Option(parsing: .unconditional, help: "Limit of each output stream in KiB.") var output = 1024
        @Option(parsing: .unconditional, help: "Limit of private disk in MiB.") var disk = 256
        @Flag(help: "Allow sockets to this run's own loopback.") var loopback = false
        @Flag(help: "Print the outcome as JSON instead of the command's output.") var json = false
        @Argument(parsing: .postTerminator, help: "The command and its arguments.")
        var command: [String] = []

        @OptionGroup var verbosity: VerbosityOptions

        func validate() throws {
            guard !command.isEmpty else {
                throw ValidationError("no command; write it after '--', for example: -- /bin/echo hi")
            }
            if let idle { try LimitOptions.check("--idle", idle) }
            for (flag, value) in [("--processes", processes), ("--output", output), ("--disk", disk)] where !(1...1_048_576).contains(value) {
                throw ValidationError("\(flag) must be above zero and at most 1048576, not \(value)")
            }
        }

        func run() async throws {
            let request = try request()
            let sandbox = try choice.sandbox()
            let result = try await Interruption.run {
                try await sandbox.run(request)
            }
            if json {
                Console.print(try JSON.pretty(result))
            } else {
                Console.print(TerminalText.clean(result.outputText))
                if !result.stderr.isEmpty { Console.error(result.errorText) }
                let why = result.limitHit.map { ", limit hit: \($0.rawValue)" } ?? ""
                let denied = result.violations.map { "\($0.detail) ×\($0.count)" }
                Console.error(
                    "sandbox: \(result.outcome.rawValue) \(result.exitCode.map { "status \($0)" } ?? result.signal.map { "signal \($0)" } ?? "")\(why); "
                        + "\(Text.decimal(result.usage.wallSeconds, 3)) s wall, \(Text.decimal(result.usage.cpuSeconds ?? 0, 3)) s CPU; isolation level \(result.isolationLevel?.rawValue ?? "unknown")"
                        + (denied.isEmpty ? "" : "; denied: " + denied.joined(separator: "; ")))
            }
            if result.outcome == .interrupted { throw CommandStatus(code: .interrupted) }
            if !result.succeeded { throw CommandStatus(code: .negative) }
        }

        private func request() throws -> SandboxCommand {
            var environment: [String: String] = [:]
            for pair in env {
                guard let equals = pair.firstIndex(of: "="), equals > pair.startIndex else {
                    throw ValidationError("--env takes NAME=VALUE, not '\(pair)'")
                }
                environment[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
            }
            let mounts =
                try readOnly.map { try mount($0) { .readOnly(host: $0, inside: $1) } }
                + readWrite.map { try mount($0) { .readWrite(host: $0, inside: $1) } }
            var own = limits.sandbox()
            (own.idleSeconds, own.processes, own.outputBytes, own.diskBytes) = (idle, processes, output << 10, disk << 20)
            return SandboxCommand(
                command, policies: ["base"] + policy, mounts: mounts, environment: environment,
                directory: cwd,
                limits: own,
                loopback: loopback)
        }

        private func mount(
            _ text: String, _ make: (String, String) -> SandboxMount
        ) throws -> SandboxMount {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard let host = parts.first, let real = realpath(host, nil) else {
                throw InputError(text, "no such file or folder to show in the sandbox", kind: .missing)
            }
            defer { free(real) }
            return make(String(cString: real), parts.count > 1 ? parts[1] : String(cString: real))
        }
    }
}
