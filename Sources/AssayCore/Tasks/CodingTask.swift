package import AssaySupport

/// A task of a suite: the statement, and how the answer is judged.
package struct CodingTask: Sendable {
    /// The part of the task that a pipeline may see.
    package var brief: TaskBrief
    /// How the hidden checks are run.
    package let form: CheckForm
    /// The checks that no pipeline sees.
    package let hidden: HiddenChecks
    /// The files of a right answer.
    package var reference: FileTree?
    /// A wrong answer that must fail; the starting files where a suite names none.
    package let stub: FileTree
    /// Environment variables of the checks.
    package var environment: [String: String]
    /// What is expected of its tests: a suite's own are strict, a project's as its runner says.
    package var expectation = TestExpectation.strict
    /// Whether a change may edit tests and files that steer the build, as a person's change may; a model's may not.
    package var allowsTestChanges = false
    /// The files that a change to a project deletes; they are not among the starting files.
    package var deleted = FileTree()
    /// The folder of the project below the one that was given; empty for that itself.
    package var folder = ""
    /// How the project says itself that it is built and tested; nil where its toolchain knows.
    package var commands: ProjectCommands?
    /// The build system that the project's build file declares; nil where the names in the tree tell.
    package var buildSystem: String?
    /// What has to be installed before it can be judged; nil where nothing is said of it.
    package var recipe: EnvironmentRecipe?
    /// The members of its workspace whose tests are run; nil for all.
    package var members: TestedMembers?
    /// Folders of the user's machine that its jails show read-only.
    package var shared: [SharedFolder] = []
    /// What a project's manifests ask for and a fetch left out, with why; nil where nothing was fetched for it.
    package var unfetched: [String]?
    /// What a project's manifests take from outside of its folder.
    package var outside: [OutsideDependency] = []
    /// What a report says first of a project, such as what was left out of it.
    package var notes: [String] = []
    /// Equivalent mutants of the reference, as `path:line change`: no test can find them.
    package var equivalentMutants: Set<String> = []
    /// The identifier of the task within its suite.
    package var id: String { brief.id }

    /// Returns the task of the project before a change, with the files that the change deletes.
    package var beforeChange: CodingTask {
        var task = self
        task.brief.start = brief.start.overlaid(with: deleted)
        task.deleted = FileTree()
        task.members = members?.beforeChange
        return task
    }

    /// The languages whose toolchains judge it.
    package var languages: Set<Language> { hidden.generator == nil ? [brief.language] : [brief.language, .python] }

    /// Makes a task.
    package init(
        brief: TaskBrief, form: CheckForm, hidden: HiddenChecks, reference: FileTree? = nil,
        stub: FileTree = FileTree(), environment: [String: String] = [:]
    ) {
        self.brief = brief
        self.form = form
        self.hidden = hidden
        self.reference = reference
        self.stub = stub
        self.environment = environment
    }
}

extension [CodingTask] {
    /// Whether all of them are projects, whose own runners decide.
    package var areProjects: Bool { allSatisfy { $0.expectation == .asRunnerSays } }
    /// The languages whose toolchains judge them.
    package var languages: Set<Language> { reduce(into: []) { $0.formUnion($1.languages) } }
}
