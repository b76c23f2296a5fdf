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
    /// Equivalent mutants of the reference, as `path:line change`: no test can find them.
    package var equivalentMutants: Set<String> = []
    /// The identifier of the task within its suite.
    package var id: String { brief.id }

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
    /// The languages whose toolchains judge them.
    package var languages: Set<Language> { reduce(into: []) { $0.formUnion($1.languages) } }
}
