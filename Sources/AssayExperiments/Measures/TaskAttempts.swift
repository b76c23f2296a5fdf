import AssayCore
import AssayStatistics
import AssaySupport

/// The attempts of one arm on one task, a seed each.
struct TaskAttempts {
    let task: ExactName
    let attempts: [MeasuredAttempt]
    // Known once, as thousands of bootstrap draws ask for them.
    let solved: Int
    let rate: Double
    let tokens: Double
    let tokensEach: Double

    init(task: ExactName, attempts: [MeasuredAttempt]) {
        (self.task, self.attempts) = (task, attempts)
        solved = attempts.count { $0.isSolved }
        tokens = attempts.reduce(0) { $0 + Double($1.tokens) }
        let count = Double(max(attempts.count, 1))
        (rate, tokensEach) = (Double(solved) / count, tokens / count)
    }

    /// The attempts as a pool from which best-of-n draws.
    var pool: BestOfN {
        BestOfN(
            samples: attempts.count, visible: attempts.count { $0.result.passesVisible },
            visibleRight: attempts.count { $0.result.passesVisible && $0.isSolved },
            otherRight: attempts.count { !$0.result.passesVisible && $0.isSolved })
    }

    /// One arm's attempts by task, in the order of the tasks' names.
    static func grouped(_ attempts: [MeasuredAttempt], arm: String) -> [TaskAttempts] {
        Dictionary(grouping: attempts.filter { $0.key.arm == arm }, by: \.key.pair.task)
            .sorted { $0.key < $1.key }
            .map { TaskAttempts(task: $0.key, attempts: $0.value.sorted { $0.key.seed < $1.key.seed }) }
    }

    /// The share of seeds that were solved, by task; nil without attempts.
    static func solveRate(_ tasks: [TaskAttempts]) -> ClusteredMean? {
        tasks.isEmpty ? nil : ClusteredMean(tasks.map { $0.attempts.map { $0.isSolved ? 1 : 0 } })
    }
}
