import ArgumentParser
import AssayCore
import AssayRender
import AssaySupport

/// `assay explain`: what a word of a report means.
struct ExplainTermCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what a word of a report means: a tier, isolation level, verdict, failure, limit or rule.",
        discussion: """
            Example:
              assay explain B
              assay explain no-cgroup
              assay explain tampering_suspected
              assay explain integrity/shadowed-test-api
              assay explain            # all words
            """)
    @Argument(help: "The word, as the report writes it.") var term: String?
    @Flag(help: "Print JSON.") var json = false

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        guard let term else {
            Console.print(json ? try JSON.pretty(Glossary.all) : Glossary.list)
            return
        }
        let found = try Glossary.explain(term)
        Console.print(json ? try JSON.pretty(found) : found.map(\.text).joined())
    }
}
