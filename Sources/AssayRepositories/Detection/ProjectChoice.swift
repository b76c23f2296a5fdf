package import AssayCore

/// Which projects of a folder are meant, and what overrules how they are built and tested.
package struct ProjectChoice: Sendable {
    /// The toolchain, as the name of its language; nil means all that were found.
    package var toolchain: String?
    /// The folder below that is the project; nil means that it is looked for.
    package var only: String?
    /// Reads the commands of a project from the text of its `assay.yaml`; nil where that names none.
    package var commands: @Sendable (String) throws -> ProjectCommands? = { _ in nil }

    /// Reads what has to be installed from the text of its `assay.yaml`; nil where that says nothing of it.
    package var recipe: @Sendable (String) throws -> EnvironmentRecipe? = { _ in nil }

    /// Whether all members of a workspace are tested, whatever a change touches.
    package var testsEverything = false
    /// Whether the dependencies of a Swift package are fetched first.
    package var resolves = false
    /// Whether a Python environment is named that holds what a project needs, so that nothing that was fetched is laid over it.
    package var hasPythonEnvironment = false
    /// Whether a change that edits manifests is judged with the dependencies that it asks for.
    package var takesChangedManifests = false

    /// Makes a choice of everything that is found.
    package init() {}
}
