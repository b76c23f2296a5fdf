package import AssaySupport

/// A named collection of tasks.
package struct Suite: Sendable {
    /// The name of the suite.
    package let name: String
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

    /// The tasks by their ids, which are told apart by their bytes.
    package var byID: [ExactName: CodingTask] {
        Dictionary(tasks.map { (ExactName($0.id), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Keeps only the tasks of these ids.
    package mutating func keep(_ ids: some Sequence<String>) {
        let ids = Set(ids.map { ExactName($0) })
        tasks = tasks.filter { ids.contains(ExactName($0.id)) }
    }
}
