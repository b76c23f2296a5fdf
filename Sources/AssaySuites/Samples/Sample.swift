package import AssayCore
package import AssaySupport

/// One line of a samples file in HumanEval or EvalPlus form; extra keys are kept.
package struct Sample: Sendable {
    /// The task that it answers.
    package let task: CodingTask
    /// Index within the task.
    package let index: Int
    /// The answer.
    package let candidate: Candidate
    /// The line's other keys.
    package let extra: [String: JSONValue]

    /// Reads a line that answers a task; `index` counts the answers to it.
    init(_ line: JSONLine, of task: CodingTask, index: Int) throws(InputError) {
        guard let file = task.brief.singleDeliverable else {
            throw InputError(line.place, "the task '\(task.id)' wants several files; samples hold one")
        }
        let text: String
        if let solution = line.object["solution"]?.text {
            text = solution
        } else if let completion = line.object["completion"]?.text {
            text = (task.brief.prompt ?? "") + completion
        } else {
            throw InputError(line.place, "neither 'solution' nor 'completion' is there")
        }
        do {
            candidate = Candidate(files: try FileTree([file: text]))
        } catch {
            throw InputError(line.place, "\(error)")
        }
        self.task = task
        self.index = index
        extra = line.object.filter { !["solution", "completion", "task_id"].contains($0.key) }
    }
}
