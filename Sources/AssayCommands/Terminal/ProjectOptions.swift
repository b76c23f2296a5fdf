import ArgumentParser
import AssayRepositories

/// Which projects of a folder are verified, with which dependencies, and how much is told of them.
struct ProjectOptions: ParsableArguments {
    @OptionGroup var selection: ProjectSelection

    @Flag(
        help: ArgumentHelp(
            "Show each finding of the static checks, those from before a change too; with --base or --patch test all members of a workspace, whatever the change touches."
        ))
    var all = false

    @OptionGroup var fetching: FetchFirst
    @Flag(help: "Judge a change that edits manifests with the dependencies that it asks for.") var allowManifest = false
    @Flag(
        help: """
            First fetch what a Swift package depends on with your own git and its credentials: 'swift package resolve' runs its manifest outside \
            the sandbox. --fetch does not.
            """)
    var resolve = false

    /// The choice that the options make.
    var choice: ProjectChoice {
        var choice = selection.choice
        (choice.resolves, choice.takesChangedManifests, choice.testsEverything) = (resolve, allowManifest, all)
        return choice
    }
}
