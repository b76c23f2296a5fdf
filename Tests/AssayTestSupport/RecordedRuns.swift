package import AssayCore
import FoundationEssentials

/// What real tools once did in the sandbox, kept under `fixtures/outputs`.
package struct RecordedRuns: Codable, Sendable {
    package struct Run: Codable, Sendable {
        var arguments: [String]
        var environment: [String: String]
        var result: SandboxResult
        var stdout: String
        var stderr: String
    }
    /// The real paths of the tools, where they were recorded.
    package var tools: [String: String]
    package var runs: [Run]

    package init(tools: [String: String]) {
        self.tools = tools
        runs = []
    }
}

/// Runs commands for real and keeps what came of them.
package actor RecordingSandbox: Sandbox {
    private let real: any Sandbox
    package private(set) var recorded: RecordedRuns

    package init(_ real: any Sandbox, tools: [String: String]) {
        self.real = real
        recorded = RecordedRuns(tools: tools)
    }

    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        let result = try await real.run(command)
        // What a toolchain makes once is no part of a verdict.
        let prepares = command.mounts.contains { if case .readWrite(_, "/cache") = $0 { true } else { false } }
        if prepares { return result }
        recorded.runs.append(
            RecordedRuns.Run(
                arguments: command.arguments, environment: command.environment, result: result,
                stdout: String(decoding: result.stdout, as: UTF8.self), stderr: String(decoding: result.stderr, as: UTF8.self)))
        return result
    }

    package func runJoined(
        _ first: SandboxCommand, _ second: SandboxCommand
    ) async throws(SandboxError) -> (SandboxResult, SandboxResult) { try await real.runJoined(first, second) }
}

/// Answers with what was recorded, in order; a command that differs by more than a nonce is an error.
package actor ReplayingSandbox: Sandbox {
    private var runs: ArraySlice<RecordedRuns.Run>

    package init(_ recorded: RecordedRuns) { runs = recorded.runs[...] }

    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        guard let run = runs.popFirst(), run.arguments.count == command.arguments.count else {
            throw SandboxError(.launcher, "not recorded: \(command.arguments.joined(separator: " "))")
        }
        var nonces: [(String, String)] = []
        let pairs =
            Array(zip(run.arguments, command.arguments))
            + run.environment.map { ($0.value, command.environment[$0.key] ?? "") }
        for (old, new) in pairs where old != new {
            guard UUID(uuidString: old) != nil, UUID(uuidString: new) != nil else {
                throw SandboxError(.launcher, "recorded '\(old)', asked for '\(new)'")
            }
            nonces.append((old, new))
        }
        var result = run.result
        func bytes(_ text: String) -> [UInt8] {
            Array(nonces.reduce(text) { $0.replacing($1.0, with: $1.1) }.utf8)
        }
        result.stdout = bytes(run.stdout)
        result.stderr = bytes(run.stderr)
        return result
    }

    package func runJoined(
        _ first: SandboxCommand, _ second: SandboxCommand
    ) async throws(SandboxError) -> (SandboxResult, SandboxResult) {
        throw SandboxError(.launcher, "joined commands are not recorded")
    }
}
