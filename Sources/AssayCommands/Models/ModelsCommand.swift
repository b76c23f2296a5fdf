import ArgumentParser
import AssayModels
import AssaySupport

/// The embedded local models.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "Fetches, serves and checks models.",
        discussion: "Example:\n  assay models list\n  assay models pull qwen2.5-coder-0.5b",
        subcommands: [List.self, Pull.self, Serve.self, Check.self])

    static var store: ModelStore { ModelStore(cache: CacheFolder.path) }
}
