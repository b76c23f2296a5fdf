package import ArgumentParser
import AssayCore
import AssayExperiments
import AssaySupport
import Glibc

/// The command: generated code that is planned, verified, reviewed and measured.
package struct Assay: AsyncParsableCommand {
    /// The overview, version and subcommands of the command line.
    package static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Plans, writes, verifies, reviews and fixes generated code, and measures whether that was worth it.",
        discussion: """
            Example:
              assay verify samples.jsonl --suite humaneval.jsonl
              assay bench benchmarks/experiments/demo.yaml
              assay -C ../other verify .
            """,
        version: AssayVersion.current,
        subcommands: [
            SolveCommand.self, VerifyCommand.self, FetchCommand.self, EnvironmentsCommand.self, ReviewCommand.self, BenchCommand.self, CompareCommand.self,
            ReportCommand.self, ExportCommand.self, ReverifyCommand.self, RerunCommand.self, MergeCommand.self, ViewCommand.self, ListCommand.self,
            ShowCommand.self, ExplainTermCommand.self, MCPCommand.self,
            SuiteCommand.self, ModelsCommand.self, SandboxGroup.self, InitCommand.self, ConfigCommand.self, DoctorCommand.self, SetupCommand.self,
        ])

    // Both are taken from the command line before it is parsed; here they are declared for the help.
    @Option(name: .customShort("C"), help: ArgumentHelp("Work in this folder; stands before the command.", valueName: "dir"))
    package var folder: [String] = []
    @Flag(name: .customShort("V"), help: "Show the version.") package var showsVersion = false

    /// Makes the command, whose values the argument parser fills in.
    package init() {}
}

extension Assay {
    /// Runs the command that the process was started with, and ends the process with its exit code.
    package static func runFromCommandLine() async {
        // A closed pipe is the reader's choice, not our crash.
        signal(SIGPIPE, SIG_IGN)
        Console.holdStandardDescriptors()
        var parsed: (any ParsableCommand)?
        do {
            let line = LeadingOptions(Array(CommandLine.arguments.dropFirst()))
            try line.enter()
            if let problem = UsageProblem.unknownCommand(in: line.rest) {
                Console.error("error: \(problem)")
                end(.usage)
            }
            var command = try Assay.parseAsRoot(line.rest)
            parsed = command
            if let command = command as? any VerbosityCommand { Console.begin(command.verbosity) }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            end(.done)
        } catch let status as CommandStatus {
            tell(parsed, status.code)
            end(status.code)
        } catch {
            if let status = Failure.status(of: error) {
                // The interruption was reported when it came.
                if status != .interrupted { Console.error("error: \(error)") }
                tell(parsed, status, status == .interrupted ? nil : "\(error)")
                end(status)
            }
            guard Assay.exitCode(for: error).isSuccess else {
                Console.error(UsageProblem.text(of: Assay.fullMessage(for: error)))
                tell(parsed, .usage, Assay.message(for: error))
                end(.usage)
            }
            // Help and the version are output like any other.
            Console.print(Assay.fullMessage(for: error))
            end(.done)
        }
    }
}

extension Assay {
    /// Prints how a command ended that was to print JSON and has printed nothing.
    private static func tell(_ command: (any ParsableCommand)?, _ status: ExitStatus, _ message: String? = nil) {
        guard let command = command as? any JSONCommand, command.printsJSON, !Console.hasPrinted,
            let line = try? JSON.line(FailureRecord(status, message))
        else { return }
        Console.print(line)
    }

    /// Ends the process with the status that a command came to, or because its results could not be written.
    private static func end(_ status: ExitStatus) -> Never {
        if let problem = Console.problem {
            Console.error("error: standard output: cannot be written: \(problem)")
            Glibc.exit(ExitStatus.cannotWrite.rawValue)
        }
        let status = MalformedInput.status(status)
        Console.close(status)
        Glibc.exit(status.rawValue)
    }
}

/// Ends a command with an exit code after its output has been written.
struct CommandStatus: Error {
    var code: ExitStatus
}

/// The one mapping from errors to exit codes.
enum Failure {
    static func status(of error: any Error) -> ExitStatus? {
        switch error {
        case let error as InputError: status(of: error.kind)
        case is PathError, is RunChanged: .malformedInput
        case let error as ConfigurationError: error.isMissing ? .missingInput : .badConfiguration
        case let error as SandboxError: status(of: error.code)
        case let error as ModelError: error.code == .budget ? .budgetExhausted : .unavailable
        case let error as HarnessError: status(of: error.code)
        case is CancellationError: .interrupted
        default: nil
        }
    }

    private static func status(of code: SandboxError.Code) -> ExitStatus {
        switch code {
        case .program: .notExecuted
        case .policy: .missingInput
        case .unavailable, .launcher, .output: .unavailable
        }
    }

    private static func status(of kind: InputError.Kind) -> ExitStatus {
        switch kind {
        case .malformed: .malformedInput
        case .missing: .missingInput
        case .unwritable: .cannotMake
        case .lost: .cannotWrite
        }
    }

    private static func status(of code: HarnessError.Code) -> ExitStatus {
        switch code {
        case .suite: .malformedInput
        case .missing: .missingInput
        case .unwritable: .cannotMake
        case .lost: .cannotWrite
        default: .unavailable
        }
    }
}
