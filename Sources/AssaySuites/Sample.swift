package import AssayCore

/// One line of a samples file in HumanEval or EvalPlus form; extra keys are kept.
package struct Sample: Sendable {
    package let taskID: String
    /// Index within the task.
    package let index: Int
    package let candidate: Candidate
    package let extra: [String: JSONValue]

    /// Reads samples and matches each to its task.
    package static func load(
        _ path: String, suite: Suite
    ) throws(InputError) -> [(Sample, CodingTask)] {
        var tasks: [String: CodingTask] = [:]
        for task in suite.tasks { tasks[task.id] = task }
        var counts: [String: Int] = [:]
        var result: [(Sample, CodingTask)] = []
        for line in try JSONLines.read(path) {
            let id = try line.text("task_id")
            guard let task = tasks[id] else {
                throw InputError(
                    line.place, "the task '\(TerminalText.line(id))' is not in the suite '\(suite.name)'")
            }
            guard let file = task.brief.singleDeliverable else {
                throw InputError(line.place, "the task '\(id)' wants several files; samples hold one")
            }
            let text: String
            if let solution = line.object["solution"]?.text {
                text = solution
            } else if let completion = line.object["completion"]?.text {
                text = (task.brief.prompt ?? "") + completion
            } else {
                throw InputError(line.place, "neither 'solution' nor 'completion' is there")
            }
            let index = counts[id, default: 0]
            counts[id] = index + 1
            do {
                let candidate = Candidate(files: try FileTree([file: text]))
                let extra = line.object.filter { !["solution", "completion", "task_id"].contains($0.key) }
                result.append(
                    (Sample(taskID: id, index: index, candidate: candidate, extra: extra), task))
            } catch {
                throw InputError(line.place, "\(error)")
            }
        }
        return result
    }
}
