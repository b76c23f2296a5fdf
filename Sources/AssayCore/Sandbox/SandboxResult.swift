/// The outcome of one command, with evidence; the stable JSON of `sandbox run --json`.
package struct SandboxResult: Sendable, Codable, Equatable {
    /// How the command ended.
    package var outcome: SandboxOutcome
    /// The exit code, if the command ended by itself.
    package var exitCode: Int?
    /// The number of the signal that ended the command.
    package var signal: Int?
    /// The resources that the command used.
    package var usage: SandboxUsage
    /// The limit that was reached; nil where none was.
    package var limitHit: SandboxLimit?
    /// The system calls that were denied and reported.
    package let violations: [SandboxViolation]
    /// The isolation level of the run; nil when the sandbox reports none.
    package var isolationLevel: IsolationLevel?
    /// The layers that enforced the policy.
    package var layers: [String]
    /// Whether standard output was longer than the limit.
    package let stdoutTruncated: Bool
    /// Whether standard error was longer than the limit.
    package let stderrTruncated: Bool
    /// Bytes that were written, kept or not.
    package let stdoutBytes: Int
    /// The number of bytes written to standard error.
    package let stderrBytes: Int
    /// Bytes kept of the end of a truncated stream, after its head.
    package let stdoutTail: Int
    /// The number of bytes kept from the end of standard error.
    package let stderrTail: Int
    /// The number of processes that were still running at the end.
    package let leftoversKilled: Int
    /// The failure of the launcher itself; nil when it worked.
    package var error: LauncherFailure?
    /// Bytes written by the command; not part of the JSON.
    package var stdout: [UInt8] = []
    /// The bytes of standard error that were kept.
    package var stderr: [UInt8] = []

    /// Makes the result of a sandbox that reports only how the command ended.
    package init(outcome: SandboxOutcome, exitCode: Int?, stdout: [UInt8], stderr: [UInt8]) {
        self.outcome = outcome
        self.exitCode = exitCode
        self.stdout = stdout
        self.stderr = stderr
        usage = SandboxUsage(wallSeconds: 0)
        violations = []
        layers = []
        leftoversKilled = 0
        (stdoutTruncated, stderrTruncated) = (false, false)
        (stdoutBytes, stderrBytes) = (stdout.count, stderr.count)
        (stdoutTail, stderrTail) = (0, 0)
    }

    /// The streams are evidence kept beside the JSON, not in it.
    private enum CodingKeys: String, CodingKey {
        case outcome, exitCode, signal, usage, limitHit, violations, isolationLevel, layers
        case stdoutTruncated, stderrTruncated, stdoutBytes, stderrBytes, stdoutTail, stderrTail
        case leftoversKilled, error
    }

    /// Decodes the launcher's outcome.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        outcome = try fields.decode(SandboxOutcome.self, forKey: .outcome)
        exitCode = try fields.decodeIfPresent(Int.self, forKey: .exitCode)
        signal = try fields.decodeIfPresent(Int.self, forKey: .signal)
        usage = try fields.decode(SandboxUsage.self, forKey: .usage)
        limitHit = try fields.decodeIfPresent(SandboxLimit.self, forKey: .limitHit)
        violations = try fields.decode([SandboxViolation].self, forKey: .violations)
        isolationLevel = try IsolationLevel.decode(from: decoder)
        layers = try fields.decode([String].self, forKey: .layers)
        stdoutTruncated = try fields.decode(Bool.self, forKey: .stdoutTruncated)
        stderrTruncated = try fields.decode(Bool.self, forKey: .stderrTruncated)
        stdoutBytes = try fields.decode(Int.self, forKey: .stdoutBytes)
        stderrBytes = try fields.decode(Int.self, forKey: .stderrBytes)
        stdoutTail = try fields.decode(Int.self, forKey: .stdoutTail)
        stderrTail = try fields.decode(Int.self, forKey: .stderrTail)
        leftoversKilled = try fields.decode(Int.self, forKey: .leftoversKilled)
        error = try fields.decodeIfPresent(LauncherFailure.self, forKey: .error)
    }

    /// Whether the command exited by itself with status 0.
    package var succeeded: Bool { outcome == .exited && exitCode == 0 }

    /// The standard output as valid UTF-8, with a note where it was truncated.
    package var outputText: String { Self.text(stdout, of: stdoutBytes, tail: stdoutTail) }

    /// The standard error as valid UTF-8, with a note where it was truncated.
    package var errorText: String { Self.text(stderr, of: stderrBytes, tail: stderrTail) }

    private static func text(_ kept: [UInt8], of total: Int, tail: Int) -> String {
        guard tail > 0, tail <= kept.count else { return String(decoding: kept, as: UTF8.self) }
        return String(decoding: kept.dropLast(tail), as: UTF8.self)
            + "\n…[\(total - kept.count) bytes cut]…\n"
            + String(decoding: kept.suffix(tail), as: UTF8.self)
    }
}
