import ArgumentParser
import AssayCore
import AssayRender
import AssaySupport

/// A command that can print its result as JSON; where there is none, it prints why.
protocol JSONCommand: ParsableCommand {
    /// Whether `--json` was given.
    var json: Bool { get }
    /// Whether JSON is expected on standard output.
    var printsJSON: Bool { get }
}

extension JSONCommand {
    /// Whether JSON is expected on standard output.
    var printsJSON: Bool { json }
}

extension VerifyCommand: JSONCommand {
    /// `--format json` means the same, unless the report goes to a file.
    var printsJSON: Bool { json || format == .json && output == nil }
}

extension BenchCommand: JSONCommand {}
extension CompareCommand: JSONCommand {}
extension ConfigCommand.Show: JSONCommand {}
extension DoctorCommand: JSONCommand {}
extension EnvironmentsListCommand: JSONCommand {}
extension ExplainCommand: JSONCommand {}
extension ExplainTermCommand: JSONCommand {}
extension FetchCommand: JSONCommand {}
extension ListCommand: JSONCommand {}
extension ReverifyCommand: JSONCommand {}
extension ReviewCommand: JSONCommand {}
extension SandboxGroup.Probe: JSONCommand {}
extension SandboxGroup.Run: JSONCommand {}
extension SelftestCommand: JSONCommand {}
extension ShowCommand: JSONCommand {}
extension SolveCommand: JSONCommand {}
extension SuiteCommand.Validate: JSONCommand {}

/// The stable JSON of a command that ended without a result.
struct FailureRecord: Encodable {
    /// What went wrong.
    struct Failure: Encodable {
        /// The class of the failure.
        let kind: String
        /// The line that people are told.
        let message: String
        /// The exit code of the command.
        let exitCode: Int32
    }

    /// What went wrong.
    let error: Failure

    /// Makes the record of how a command ended; without a message of its own it is that of the exit code.
    init(_ status: ExitStatus, _ message: String?) {
        error = Failure(kind: status.kind, message: TerminalText.clean(message ?? status.words), exitCode: status.rawValue)
    }
}
