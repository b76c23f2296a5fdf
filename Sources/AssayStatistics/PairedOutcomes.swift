/// Two arms on the same tasks: for each task how many of its samples A solved, and how many B solved.
///
/// Every task has the same number of samples in both arms, so that means over tasks and counts of samples agree.
package struct PairedOutcomes: Sendable {
    /// The number of samples of each task in each arm.
    package let samples: Int
    /// The number of samples that A solved, for each task.
    package private(set) var a: [Int] = []
    /// The number of samples that B solved, for each task.
    package private(set) var b: [Int] = []

    /// Makes outcomes without tasks.
    package init(samples: Int) { self.samples = max(1, samples) }

    /// Pairs the counts of two arms, in the order of the tasks.
    package init(a: [Int], b: [Int], samples: Int = 1) {
        self.init(samples: samples)
        for (a, b) in zip(a, b) { add(a: a, b: b) }
    }

    /// Adds a task by the number of its samples that each arm solved.
    package mutating func add(a: Int, b: Int) {
        self.a.append(a)
        self.b.append(b)
    }

    /// The same with the arms exchanged.
    var swapped: PairedOutcomes { PairedOutcomes(a: b, b: a, samples: samples) }
    /// The number of tasks.
    package var tasks: Int { a.count }
    /// The differences B − A in samples, one a task.
    package var steps: [Int] { zip(a, b).map { $1 - $0 } }
    /// The differences B − A of solve rates, one a task.
    package var differences: [Double] { steps.map { Double($0) / Double(samples) } }
    /// The mean over tasks of the difference of solve rates, B − A; 0 without tasks.
    package var difference: Double {
        tasks == 0 ? 0 : Double(solvedB - solvedA) / Double(tasks * samples)
    }
    /// The number of samples that A solved.
    package var solvedA: Int { a.reduce(0, +) }
    /// The number of samples that B solved.
    package var solvedB: Int { b.reduce(0, +) }
    /// The number of samples by which A is ahead, summed over the tasks on which it is; with one sample a task, tasks.
    package var onlyA: Int { steps.reduce(0) { $0 + max(0, -$1) } }
    /// The number of samples by which B is ahead, summed over the tasks on which it is; with one sample a task, tasks.
    package var onlyB: Int { steps.reduce(0) { $0 + max(0, $1) } }
    /// The number of tasks on which the arms differ.
    package var discordant: Int { zip(a, b).count { $0 != $1 } }
}
