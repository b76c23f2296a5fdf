package import AssayCore
package import AssayVerify

/// Tasks whose references pass their own checks, judged together.
package struct ReferenceCheck: Sendable {
    /// The tasks whose references pass their hidden checks, each with the examples that its reference meets.
    package private(set) var tasks: [CodingTask] = []
    /// Why other tasks cannot judge anybody, by their ids; a task without a reference is one of them.
    package private(set) var faults: [String: String] = [:]
    /// The number of examples that contradict their references: some docstrings are wrong.
    package private(set) var contradictions = 0

    /// Judges the references of tasks; the order of the tasks is kept.
    package init(_ tasks: [CodingTask], _ context: VerificationContext) async throws(HarnessError) {
        let hidden = try await Self.verdicts(tasks, .full, context)
        for (task, verdict) in zip(tasks, hidden) where verdict != .passed {
            faults[task.id] = verdict.map { "its reference does not pass its own test (\($0.rawValue))" } ?? "it has no reference"
        }
        let sound = tasks.filter { faults[$0.id] == nil }
        for (task, verdict) in zip(sound, try await Self.verdicts(sound, .visible, context)) {
            let kept = verdict == .passed || task.brief.examples.isEmpty ? task : try await Self.keepingTrueExamples(of: task, context)
            contradictions += task.brief.examples.count - kept.brief.examples.count
            self.tasks.append(kept)
        }
    }

    /// The task without the examples that its reference does not meet.
    private static func keepingTrueExamples(of task: CodingTask, _ context: VerificationContext) async throws(HarnessError) -> CodingTask {
        let single = task.brief.examples.map { example in
            var one = task
            one.brief.examples = [example]
            return one
        }
        var kept = task
        kept.brief.examples = zip(task.brief.examples, try await verdicts(single, .visible, context)).filter { $0.1 == .passed }.map(\.0)
        return kept
    }

    /// The verdicts on the references of tasks, in their order; nil without a reference.
    private static func verdicts(_ tasks: [CodingTask], _ scope: CheckScope, _ context: VerificationContext) async throws(HarnessError) -> [Verdict?] {
        let judged = tasks.filter { $0.reference != nil }
        let reports = try await context.verify(judged.map { ($0, Candidate(files: $0.reference ?? $0.stub)) }, scope: scope)
        var verdicts = reports.map(\.verdict)[...]
        return tasks.map { $0.reference == nil ? nil : verdicts.popFirst() }
    }
}
