import ArgumentParser
import AssayRepositories

/// Which projects of a folder are meant, where it holds several.
struct ProjectSelection: ParsableArguments {
    @Option(help: "Take only the projects of this toolchain: swift, python, c, cpp, rust, go, java, javascript, typescript or shell.")
    var toolchain: String?
    @Option(help: ArgumentHelp("Take only the project in this folder below.", valueName: "folder")) var only: String?

    /// The choice that the options make.
    var choice: ProjectChoice {
        var choice = ProjectChoice()
        (choice.toolchain, choice.only) = (toolchain, only)
        return choice
    }
}
