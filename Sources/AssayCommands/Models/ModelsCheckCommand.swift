import ArgumentParser
import AssayCore
import AssayModels
import AssaySupport

extension ModelsCommand {
    /// `assay models check`.
    struct Check: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends one request to a model and shows tokens and speed.",
            discussion: "Example:\n  assay models check qwen2.5-coder-0.5b\n  assay models check --url http://127.0.0.1:8080/v1 any-name")
        @Argument(help: "The name of an embedded model, or with --url the server's name of the model.") var name: String
        @Option(help: "The base URL of a running OpenAI-compatible server.") var url: String?

        @OptionGroup var verbosity: VerbosityOptions

        func run() async throws {
            let name = name
            let url = url
            let reply = try await Interruption.run {
                if let url { return try await Check.ask(url, name) }
                return try await ModelServer.serve(
                    EmbeddedModel.named(name), store: ModelsCommand.store, threads: 2
                ) { try await Check.ask($0, name) }
            }
            for note in reply.notes ?? [] { Console.error(note) }
            let speed = reply.seconds > 0 ? Double(reply.usage.completion) / reply.seconds : 0
            Console.print(
                "\(TerminalText.line(reply.servedBy)): \(reply.usage.estimated > 0 ? "≈" : "")\(reply.usage.prompt) + \(reply.usage.completion) tokens in \(Text.decimal(reply.seconds)) s (\(Text.decimal(speed, 1)) tokens/s), ended by \(reply.finish): \(TerminalText.line(reply.text, limit: 120))"
            )
        }

        private static func ask(_ url: String, _ name: String) async throws -> ModelReply {
            try await ProviderClient(ModelEndpoint(baseURL: url, model: name)).complete(
                ModelRequest(
                    model: name,
                    messages: [ModelMessage(.user, "Write a Python function that adds two numbers.")],
                    maxTokens: 100, temperature: 0, seed: 1))
        }
    }
}
