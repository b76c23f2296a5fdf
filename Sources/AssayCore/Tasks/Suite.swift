import AssaySupport

/// A named collection of tasks.
package struct Suite: Sendable {
    /// The name of the suite.
    package var name: String
    /// The tasks in their order.
    package var tasks: [CodingTask]
    /// Makes a suite of tasks.
    package init(name: String, tasks: [CodingTask]) {
        self.name = name
        self.tasks = tasks
    }
    /// SHA-256 over the tasks in order.
    package var digest: String {
        var digest = Digest()
        for task in tasks { digest.add(task.digest) }
        return digest.hex
    }
}
