package import AssayCore
package import AssaySupport

/// The samples of a file, by where they stand: what they hold is read when it is wanted, so that memory does not grow
/// with it.
package struct SampleFile: Sendable {
    private struct Entry {
        let place: LineFile.Place
        /// Position of the task in the suite.
        let task: Int32
        /// Index within the task.
        let index: Int32
    }

    private let file: LineFile
    private let tasks: [CodingTask]
    private let entries: [Entry]
    /// The errors in lines that are not samples of the suite, in order; all other lines are samples.
    package let malformed: [InputError]
    /// The number of samples in the file.
    package var count: Int { entries.count }

    /// Reads every sample once and matches it to its task, so that a bad line is known before any work.
    package init(_ path: String, suite: Suite) throws(InputError) {
        tasks = suite.tasks
        file = try LineFile(path)
        let positions = Dictionary(tasks.enumerated().map { (ExactName($1.id), $0) }, uniquingKeysWith: { _, last in last })
        var counts = [Int32](repeating: 0, count: tasks.count)
        var entries: [Entry] = []
        malformed = try JSONLines.forEachGood(file) { line, place throws(InputError) in
            let id = try line.text("task_id")
            guard let position = positions[ExactName(id)] else {
                throw InputError(line.place, "the task '\(TerminalText.line(id))' is not in the suite '\(suite.name)'")
            }
            _ = try Sample(line, of: suite.tasks[position], index: 0)
            entries.append(Entry(place: place, task: Int32(position), index: counts[position]))
            counts[position] += 1
        }
        self.entries = entries
    }

    /// The tasks that are answered.
    package var answered: [CodingTask] { Set(entries.map(\.task)).sorted().map { tasks[Int($0)] } }

    /// The samples' positions in the file, answers to one task together, tasks as they first occur.
    package var byTask: [Int] {
        var first = [Int](repeating: .max, count: tasks.count)
        for (position, entry) in entries.enumerated() { first[Int(entry.task)] = min(first[Int(entry.task)], position) }
        return entries.indices.sorted { (first[Int(entries[$0].task)], $0) < (first[Int(entries[$1].task)], $1) }
    }

    /// Reads the sample at a position.
    package func sample(_ position: Int) throws(InputError) -> Sample {
        let entry = entries[position]
        let place = "\(file.path), sample \(position + 1)"
        guard let line = try JSONLine(file.read(entry.place), place: place) else { throw InputError(place, "changed while it was read") }
        return try Sample(line, of: tasks[Int(entry.task)], index: Int(entry.index))
    }
}
