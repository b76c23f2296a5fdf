package import AssaySupport

/// A named collection of tasks.
package struct Suite: Sendable {
    /// The name of the suite.
    package var name: String
    /// The tasks in their order.
    package var tasks: [CodingTask]
    /// What is wrong with lines and folders of the suite that hold no task; they are no part of its digest.
    package let malformed: [InputError]
    /// Makes a suite of tasks.
    package init(name: String, tasks: [CodingTask], malformed: [InputError] = []) {
        self.name = name
        self.tasks = tasks
        self.malformed = malformed
    }
}
