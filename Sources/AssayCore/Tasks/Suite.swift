/// A named collection of tasks.
package struct Suite: Sendable {
    /// The name of the suite.
    package let name: String
    /// The tasks in their order.
    package var tasks: [CodingTask]
    /// Makes a suite of tasks.
    package init(name: String, tasks: [CodingTask]) {
        self.name = name
        self.tasks = tasks
    }
}
