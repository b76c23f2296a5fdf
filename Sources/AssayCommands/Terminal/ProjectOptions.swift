import ArgumentParser
import AssayRepositories

/// Which projects of a folder are verified, where it holds several, and how much is told of them.
struct ProjectOptions: ParsableArguments {
    @Option(help: "Verify only the projects of this toolchain: swift, python, c, cpp, rust, go, java, javascript, typescript or shell.")
    var toolchain: String?
    @Option(help: ArgumentHelp("Verify only the project in this folder below.", valueName: "folder")) var only: String?

    @Flag(help: "Show each finding of the static checks, those from before a change too.") var all = false

    @Flag(help: "First fetch what a Swift package depends on ('swift package resolve' runs its manifest outside the sandbox).") var resolve = false

    /// The choice that the options make.
    var choice: ProjectChoice {
        var choice = ProjectChoice()
        (choice.toolchain, choice.only, choice.resolves) = (toolchain, only, resolve)
        return choice
    }
}
