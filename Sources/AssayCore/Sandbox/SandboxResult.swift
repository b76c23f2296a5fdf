/// The outcome of one command, with evidence; the stable JSON of `sandbox run --json`.
package struct SandboxResult: Sendable, Codable, Equatable {
    package var outcome: SandboxOutcome
    package var exitCode: Int?
    package var signal: Int?
    package var usage: SandboxUsage
    /// The limit that was reached; nil where none was.
    package var limitHit: SandboxLimit?
    package var violations: [SandboxViolation]
    /// How strong the sandbox was; nil where it does not say.
    package var isolationLevel: IsolationLevel?
    package var layers: [String]
    package var stdoutTruncated: Bool
    package var stderrTruncated: Bool
    /// Bytes that were written, kept or not.
    package var stdoutBytes: Int
    package var stderrBytes: Int
    /// Bytes kept of the end of a truncated stream, after its head.
    package var stdoutTail: Int
    package var stderrTail: Int
    package var leftoversKilled: Int
    package var error: LauncherFailure?
    /// Bytes written by the command; not part of the JSON.
    package var stdout: [UInt8] = []
    package var stderr: [UInt8] = []

    /// Makes the result of a sandbox that tells no more than how the command ended.
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

    /// Standard output as text, made valid; a cut is said where it is.
    package var outputText: String { Self.text(stdout, of: stdoutBytes, tail: stdoutTail) }

    /// Standard error as text, made valid; a cut is said where it is.
    package var errorText: String { Self.text(stderr, of: stderrBytes, tail: stderrTail) }

    private static func text(_ kept: [UInt8], of total: Int, tail: Int) -> String {
        guard tail > 0, tail <= kept.count else { return String(decoding: kept, as: UTF8.self) }
        return String(decoding: kept.dropLast(tail), as: UTF8.self)
            + "\n…[\(total - kept.count) bytes cut]…\n"
            + String(decoding: kept.suffix(tail), as: UTF8.self)
    }
}
