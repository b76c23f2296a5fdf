import ArgumentParser

/// How much a command tells, the same for all commands.
struct VerbosityOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Only results and errors: no progress, no notes.") var quiet = false
    @Flag(name: .shortAndLong, help: "More: nothing is folded, and at the end how the command ended and how long it took.") var verbose = false

    func validate() throws {
        guard !quiet || !verbose else { throw ValidationError("--quiet and --verbose exclude each other") }
    }
}

/// A command that has `-q` and `-v`, as every command has.
protocol VerbosityCommand: AsyncParsableCommand {
    /// How much the command tells.
    var verbosity: VerbosityOptions { get }
}

extension VerbosityCommand {
    /// Whether only results and errors are told.
    var quiet: Bool { verbosity.quiet }
    /// Whether nothing is folded.
    var verbose: Bool { verbosity.verbose }
}
