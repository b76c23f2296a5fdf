import AssayCore
package import AssaySupport

extension ResultSet {
    /// An entry with the number of its line.
    private struct Numbered {
        let entry: Entry
        let line: Int
    }

    /// Reads a results file that `assay verify` wrote.
    ///
    /// - Throws: `InputError` with the line that holds no result, or the same sample as another one.
    package init(file path: String) throws(InputError) {
        var places: [ExactName: Int] = [:]
        var (tasks, rows) = ([ExactName](), [[Numbered]]())
        var judged = JudgingVersions()
        try LineFile(path).forEach { bytes, _, line throws(InputError) in
            guard let row = try ResultRow(bytes, place: "\(path):\(line)") else { return }
            // The rows of a task are usually adjacent.
            let place = tasks.last == row.task ? tasks.count - 1 : places[row.task] ?? tasks.count
            if place == tasks.count {
                places[row.task] = place
                tasks.append(row.task)
                rows.append([])
            }
            rows[place].append(Numbered(entry: row.entry, line: line))
            judged.insert(row.version)
        }
        var entries: [ExactName: [Entry]] = [:]
        entries.reserveCapacity(tasks.count)
        for (task, own) in zip(tasks, rows) { entries[task] = try Self.sorted(own, of: task, in: path) }
        self.init(name: path.split(separator: "/").last.map(String.init) ?? path, entries: entries, judged: judged)
    }

    /// The entries of one task by their numbers, none of which may be there twice.
    private static func sorted(_ rows: [Numbered], of task: ExactName, in path: String) throws(InputError) -> [Entry] {
        let sorted = rows.sorted { ($0.entry.sample, $0.line) < ($1.entry.sample, $1.line) }
        for (one, other) in zip(sorted, sorted.dropFirst()) where one.entry.sample == other.entry.sample {
            let (first, second) = (one.entry.verdict.rawValue, other.entry.verdict.rawValue)
            throw InputError(
                "\(path):\(other.line)",
                "the task '\(TerminalText.line(task.text))', sample \(one.entry.sample), is there twice"
                    + (first == second ? ", as in line \(one.line)" : ": \(first) in line \(one.line), \(second) here")
                    + "; keep one row of each sample")
        }
        return sorted.map(\.entry)
    }
}
