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
        /// Files that the command left in /results.
        var results: [String: String]?
    }
    /// The real paths of the tools, where they were recorded.
    package var tools: [String: String]
    package var runs: [Run]

    package init(tools: [String: String]) {
        self.tools = tools
        runs = []
    }
}

extension SandboxCommand {
    /// The folder in which it leaves files of results.
    fileprivate var results: String? {
        for case .readWrite(let host, "/results") in mounts { return host }
        return nil
    }
}

extension SandboxCommand {
    /// The nonce that its runner takes from a file.
    fileprivate var given: String? {
        for case .readWrite(let host, "/given") in mounts { return try? String(contentsOfFile: host + "/nonce", encoding: .utf8) }
        return nil
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
        // Its runner deletes the file with the nonce, which stands among its words in the recording.
        let given = command.given
        func told(_ word: String) -> String { word == "/given/nonce" ? given ?? word : word }
        let result = try await real.run(command)
        // What a toolchain makes once is no part of a verdict.
        let prepares = command.mounts.contains { if case .readWrite(_, "/cache") = $0 { true } else { false } }
        if prepares { return result }
        recorded.runs.append(
            RecordedRuns.Run(
                arguments: command.arguments.map(told), environment: command.environment.mapValues(told), result: result,
                stdout: String(decoding: result.stdout, as: UTF8.self), stderr: String(decoding: result.stderr, as: UTF8.self),
                results: Self.results(of: command)))
        return result
    }

    /// What is kept of one recording is no other's.
    package nonisolated let identity = UUID().uuidString

    private static func results(of command: SandboxCommand) -> [String: String]? {
        guard let folder = command.results else { return nil }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.reduce(into: [:]) { $0[$1] = try? String(contentsOfFile: folder + "/" + $1, encoding: .utf8) }
    }

    package func runJoined(
        _ first: SandboxCommand, _ second: SandboxCommand
    ) async throws(SandboxError) -> (SandboxResult, SandboxResult) { try await real.runJoined(first, second) }
}

/// Answers with what was recorded; a command that differs from all of it by more than a nonce is an error.
package actor ReplayingSandbox: Sandbox {
    private var runs: [RecordedRuns.Run]

    package init(_ recorded: RecordedRuns) { runs = recorded.runs }

    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        // Static checks run beside the tests, in no order.
        for (index, run) in runs.enumerated() {
            guard let nonces = Self.nonces(run, command) else { continue }
            runs.remove(at: index)
            return answer(run, command, nonces)
        }
        throw SandboxError(.launcher, "not recorded: \(command.arguments.joined(separator: " "))")
    }

    /// The nonces in which two commands differ; nil where they differ in more.
    private static func nonces(_ run: RecordedRuns.Run, _ command: SandboxCommand) -> [(String, String)]? {
        guard run.arguments.count == command.arguments.count else { return nil }
        let pairs =
            Array(zip(run.arguments, command.arguments))
            + run.environment.map { ($0.value, command.environment[$0.key] ?? "") }
        let different = pairs.filter { $0 != $1 }
        // A nonce that the runner takes from a file stands among the recorded words.
        let told = different.map { ($0, $1 == "/given/nonce" ? command.given ?? $0 : $1) }
        return told.allSatisfy { UUID(uuidString: $0) != nil && UUID(uuidString: $1) != nil } ? told : nil
    }

    private func answer(
        _ run: RecordedRuns.Run, _ command: SandboxCommand, _ nonces: [(String, String)]
    ) -> SandboxResult {
        if let folder = command.results {
            for (name, text) in run.results ?? [:] { try? Data(text.utf8).write(to: URL(filePath: folder + "/" + name)) }
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
