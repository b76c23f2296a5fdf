import ArgumentParser
import AssayModels
import AssaySupport

/// The embedded local models.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "Fetches, serves and checks models.",
        subcommands: [List.self, Pull.self, Serve.self, Check.self])

    static var store: ModelStore { ModelStore(cache: CacheFolder.path) }
}
