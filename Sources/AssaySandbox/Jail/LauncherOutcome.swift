import AssayCore
import AssaySupport
import Glibc

/// Reads the JSON that the launcher writes after a run (`report.c`).
enum LauncherOutcome {
    /// The words that only a launcher of another version writes in a way that this program cannot read.
    private struct Words: Decodable {
        let outcome: String
        let limitHit: String?
        let tier: Int
    }

    /// Returns the result of a command; `command` is as its caller wrote it, so that messages show the caller's paths.
    ///
    /// - Throws: `SandboxError` when the text is not an outcome, or reports that the command could not be started.
    static func read(_ bytes: [UInt8], of command: SandboxCommand, minimumIsolation: IsolationLevel) throws(SandboxError) -> SandboxResult {
        let text = String(decoding: bytes, as: UTF8.self)
        let result: SandboxResult
        do {
            result = try JSON.decode(SandboxResult.self, text)
        } catch {
            throw unreadable(text, error)
        }
        guard result.outcome == .launcherError else { return result }
        let failure = result.error
        switch failure?.stage {
        case "exec": throw notExecuted(command, failure)
        case "tier below the minimum":
            throw SandboxError(
                .unavailable,
                "the isolation level here is \(result.isolationLevel?.rawValue ?? "none"), below \(minimumIsolation.rawValue); "
                    + "see 'assay sandbox probe', or accept a weaker one with --min-isolation")
        default:
            throw SandboxError(
                .unavailable,
                "the sandbox could not start: \(failure?.stage ?? "unknown stage"): "
                    + "\(failure?.message ?? "no message"); see 'assay sandbox probe'")
        }
    }

    /// Explains an outcome that cannot be read, naming an unknown word that another version of the launcher wrote.
    private static func unreadable(_ text: String, _ error: any Error) -> SandboxError {
        guard let words = try? JSON.decode(Words.self, text) else {
            return SandboxError(.launcher, "the sandbox launcher gave no outcome: \(error)")
        }
        var unknown: String?
        if SandboxOutcome(rawValue: words.outcome) == nil {
            unknown = "outcome '\(TerminalText.line(words.outcome, limit: 60))'"
        } else if let limit = words.limitHit, SandboxLimit(rawValue: limit) == nil {
            unknown = "limit '\(TerminalText.line(limit, limit: 60))'"
        } else if words.tier != 0, IsolationLevel(launcherTier: words.tier) == nil {
            unknown = "tier '\(words.tier)'"
        }
        return SandboxError(
            .launcher,
            "the sandbox launcher answered with \(unknown.map { "the unknown \($0)" } ?? "an outcome that cannot be read (\(error))"): "
                + "launcher and assay differ in version; install both from one release, or name the right launcher by ASSAY_JAIL")
    }

    private static func notExecuted(_ command: SandboxCommand, _ failure: LauncherFailure?) -> SandboxError {
        let program = TerminalText.line(command.arguments.first ?? "")
        var reason = failure?.message ?? "no message"
        // The kernel answers ENOENT (execve(2)) for a script whose interpreter is missing, as if the script itself were.
        if failure.map({ CInt($0.errno) }) == ENOENT, let interpreter = ScriptInterpreter.named(by: command) {
            reason = "its interpreter '\(TerminalText.line(interpreter))' does not exist in the sandbox"
            if interpreter.utf8.last == 0x0D { reason += "; the line ends with a carriage return, save the script with LF line ends" }
        }
        return SandboxError(.program, "the sandbox cannot execute '\(program)': \(reason)")
    }
}
