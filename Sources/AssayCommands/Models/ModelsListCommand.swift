import ArgumentParser
import AssayCore
import AssayModels
import AssaySupport

extension ModelsCommand {
    /// `assay models list`.
    struct List: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the embedded models.", discussion: "Example:\n  assay models list")
        @OptionGroup var verbosity: VerbosityOptions

        func run() async throws {
            Console.print(
                Text.table(
                    [["model", "MiB", "here", "licence"]]
                        + EmbeddedModel.all.map {
                            [$0.name, "\($0.bytes >> 20)", ModelsCommand.store.path(of: $0) == nil ? "no" : "yes", $0.licence]
                        }))
        }
    }
}
