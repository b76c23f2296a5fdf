import ArgumentParser
import AssayRepositories
import AssaySupport
import FoundationEssentials

/// `assay fetch`: what a project depends on, fetched in a jail of its own.
struct FetchCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetches what a project depends on, in a jail that holds only its manifests.",
        discussion: """
            The project's package manager (pip, npm, cargo, go, SwiftPM, Maven) runs without any package's scripts. It reaches the \
            registry that it is set up for on this machine, and hosts that --allow-host names. 'assay verify' then uses what \
            was fetched, read-only, until the manifests change.

            Example:
              assay fetch ./my-package
              assay fetch ./my-package --allow-host packages.example.org

            Exit code 3 when something cannot be had; the message names it.
            """)

    @Argument(help: ArgumentHelp("The folder of the project.", valueName: "folder")) var folder: String
    @OptionGroup var project: ProjectSelection
    @OptionGroup var options: FetchOptions
    @Option(help: "The Python interpreter or virtual environment that will judge (default: an activated one, then ASSAY_PYTHON).")
    var python: String?
    @OptionGroup var choice: SandboxChoice
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let copy = self
        let layers = try await Interruption.run { try await copy.fetch() }
        if json {
            Console.print(try JSON.pretty(layers.map(EnvironmentRow.init)))
        } else if layers.isEmpty {
            Console.print("nothing to fetch: no manifest names a dependency")
        } else {
            for layer in layers { Console.print(layer.words) }
        }
    }

    private func fetch() async throws -> [DependencyLayer] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else {
            throw InputError(folder, "no such folder", kind: .missing)
        }
        let tree = try await ProjectFiles.contents(of: folder).tree
        return try await options.fetch(for: tree, of: folder, project.choice, python: python, in: choice.sandbox())
    }
}
