import ArgumentParser
import AssayCore
import AssayModels
import AssaySupport

extension ModelsCommand {
    /// `assay models serve`.
    struct Serve: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves a model on loopback until Ctrl-C.",
            discussion: "Example:\n  assay models serve qwen2.5-coder-0.5b --port 8080")
        @Argument(help: "The model.") var name: String
        @Option(help: "The port; 0 picks a free one.") var port = 0
        @Option(help: "Threads.") var threads = 2
        @Option(help: "Context in tokens.") var context = 8192

        @OptionGroup var verbosity: VerbosityOptions

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
}
