import AssayCore
import AssaySupport

extension ModelProvider {
    /// A command of the user, for example the command line of an agent.
    static let command = ModelProvider(
        name: "command",
        keys: [SettingKey("command", .texts, isRequired: true), SettingKey("seconds", .number(1...86400), fallback: .number(600)), ModelKeys.concurrency]
    ) { CommandSource(words: $0.texts("command"), seconds: $0.number("seconds") ?? 600, concurrency: ModelKeys.concurrency($0)) }
}

/// A command that reads the prompt from standard input and writes the answer to standard output.
private struct CommandSource: ModelSource {
    let words: [String]
    let seconds: Double
    let concurrency: Int
    var identity: [String: String] {
        ["command": Text.shellLine(words), "seconds": "\(seconds)"].merging(ProgramFiles(words).digests) { $1 }
    }
    var takesSeed: Bool { false }
    var changesFiles: Bool { true }

    func withClient<Value: Sendable>(
        calls: Int, say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        try await body(CommandClient(words, seconds: seconds))
    }
}
