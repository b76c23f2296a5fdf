import ArgumentParser
import AssayCore
import AssayRepositories
import AssaySupport

/// `assay environments`: what was fetched for projects.
struct EnvironmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "environments", abstract: "What was fetched for projects: lists it, removes it.",
        discussion: "Example:\n  assay environments list\n  assay environments remove pip-0123456789abcdef01234567",
        subcommands: [EnvironmentsListCommand.self, EnvironmentsRemoveCommand.self])
}

/// The stable JSON of a layer.
struct EnvironmentRow: Encodable {
    /// The name by which it is removed.
    let name: String
    /// The folder of the packages.
    let folder: String
    /// What is known of it.
    let facts: DependencyLayer.Facts

    /// A layer as it is listed.
    init(_ layer: DependencyLayer) { (name, folder, facts) = (layer.name, layer.content, layer.facts) }
}

/// `assay environments list`.
struct EnvironmentsListCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists what was fetched, with its size on disk.", discussion: "Example:\n  assay environments list --json")
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let layers = DependencyLayer.all()
        if json { return Console.print(try JSON.pretty(layers.map(EnvironmentRow.init))) }
        guard !layers.isEmpty else {
            Console.error("\(DependencyLayer.home) holds nothing yet; 'assay fetch DIR' fetches what a project depends on")
            throw CommandStatus(code: .nothingSelected)
        }
        let rows = layers.map { layer in
            [layer.name, layer.facts.project, "\(layer.facts.files)", Text.decimal(Double(layer.facts.bytes) / 1_048_576, 1), layer.facts.made]
        }
        Console.print(Text.table([["name", "project", "files", "MiB", "fetched"]] + rows, width: Console.width))
    }
}

/// `assay environments remove`.
struct EnvironmentsRemoveCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Removes what was fetched.",
        discussion: "Example:\n  assay environments remove pip-0123456789abcdef01234567\n  assay environments remove --all")
    @Argument(help: "Names of 'assay environments list'.") var names: [String] = []
    @Flag(help: "Remove everything that was fetched.") var all = false
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        guard all != !names.isEmpty else { throw ValidationError("name what to remove, or give --all") }
    }

    func run() async throws {
        let chosen =
            try all
            ? DependencyLayer.all()
            : names.map { name in
                guard let layer = DependencyLayer(named: name) else {
                    throw InputError(name, "nothing of this name was fetched; see 'assay environments list'", kind: .missing)
                }
                return layer
            }
        for layer in chosen {
            layer.remove()
            Console.error("removed \(layer.name)")
        }
    }
}
