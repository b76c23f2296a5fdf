import AssaySupport

/// A named collection of tasks.
package struct Suite: Sendable {
    package var name: String
    package var tasks: [CodingTask]
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
