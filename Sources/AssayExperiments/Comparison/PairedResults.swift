import AssayCore
import AssayStatistics
import AssaySupport

/// The results of two arms, task by task, and what makes the pairing invalid.
struct PairedResults {
    private let a: ResultSet
    private let b: ResultSet
    private let tasks: [ExactName]
    private(set) var outcomes: PairedOutcomes
    private(set) var flips: [Flip] = []
    private var tiers: Set<AssuranceTier> = []
    /// The first task whose verdicts have other tiers in A than in B.
    private var mixed: String?
    /// Tasks that were left out, and of them those that only one arm lost.
    private var dropped = 0
    private var lostByA = 0
    private var lostByB = 0

    init(_ a: ResultSet, _ b: ResultSet) throws(NotComparable) {
        self.a = a
        self.b = b
        tasks = a.entries.keys.filter { b.entries[$0] != nil }.sorted()
        guard let first = tasks.first else { throw NotComparable(description: "\(a.name) and \(b.name) share no task") }
        let missing = a.entries.count + b.entries.count - 2 * tasks.count
        guard missing == 0 else {
            throw NotComparable(description: "\(missing) tasks are in only one of \(a.name) and \(b.name); compare the same tasks")
        }
        outcomes = PairedOutcomes(samples: a.entries[first]?.count ?? 1)
        for task in tasks { try pair(task) }
    }

    /// The assurance tiers of the verdicts that count, joined by a plus sign.
    var tier: String { Self.names(tiers).joined(separator: "+") }

    /// Refuses a pairing whose losses or tiers do not allow a comparison.
    func check(allowTierMix: Bool) throws(NotComparable) {
        if Double(dropped) > 0.02 * Double(tasks.count) {
            throw NotComparable(
                description: "\(dropped) of \(tasks.count) pairs were lost to harness errors or could not be judged; more than 2 % makes the comparison invalid"
            )
        }
        if PairedTests.mcNemarExact(onlyA: lostByA, onlyB: lostByB) <= 0.05 {
            throw NotComparable(
                description: "the harness lost \(lostByA) tasks of \(a.name) alone and \(lostByB) of \(b.name) alone: what is lost depends on the arm")
        }
        if let mixed, !allowTierMix {
            throw NotComparable(
                description: "the verdicts on one task have different assurance tiers (\(mixed)); --allow-tier-mix compares them all the same")
        }
    }

    private mutating func pair(_ task: ExactName) throws(NotComparable) {
        let (left, right) = (a.entries[task] ?? [], b.entries[task] ?? [])
        try checkSamples(of: task, left, right)
        guard Set((left + right).compactMap(\.digest)).count < 2 else {
            throw NotComparable(description: "the task '\(task)' is not the same in \(a.name) and \(b.name): its digest is another")
        }
        // What both arms could not be judged by says nothing of either.
        if (left + right).allSatisfy({ $0.verdict == .unjudgeable }) { return }
        // A harness error says nothing about an arm: the pair is dropped and counted.
        let (lostLeft, lostRight) = (left.contains(where: \.isLost), right.contains(where: \.isLost))
        if lostLeft || lostRight {
            dropped += 1
            lostByA += lostRight ? 0 : 1
            lostByB += lostLeft ? 0 : 1
            return
        }
        addTiers(of: task, left, right)
        let (solvedA, solvedB) = (left.count(where: \.verdict.isSolved), right.count(where: \.verdict.isSolved))
        outcomes.add(a: solvedA, b: solvedB)
        guard solvedA != solvedB else { return }
        flips.append(
            Flip(
                task: task.text, change: solvedB > solvedA ? .fixed : .broke, a: Self.verdicts(left), b: Self.verdicts(right),
                reason: (solvedB > solvedA ? left : right).compactMap(\.reason).first))
    }

    /// Refuses samples that do not pair: a task's share of one is not its share of five.
    private func checkSamples(of task: ExactName, _ left: [ResultSet.Entry], _ right: [ResultSet.Entry]) throws(NotComparable) {
        for (set, own) in [(a, left), (b, right)] where own.count != outcomes.samples {
            let first = tasks.first ?? task
            throw NotComparable(
                description: "the task '\(task)' has \(own.count) samples in \(set.name), where '\(first)' has \(outcomes.samples) in \(a.name); "
                    + "compare the same number of samples of every task")
        }
        guard !zip(left, right).contains(where: { $0.sample != $1.sample }) else {
            func numbers(_ entries: [ResultSet.Entry]) -> String { entries.prefix(8).map { "\($0.sample)" }.joined(separator: ", ") }
            throw NotComparable(
                description: "the samples of the task '\(task)' have the numbers \(numbers(left)) in \(a.name) and \(numbers(right)) in \(b.name); "
                    + "compare the same samples")
        }
    }

    /// Tiers may differ between tasks; on one task they must not, because then the arm decides how hard its verdict is to forge.
    private mutating func addTiers(of task: ExactName, _ left: [ResultSet.Entry], _ right: [ResultSet.Entry]) {
        tiers.formUnion((left + right).compactMap(\.tier))
        let (own, other) = (Set(left.compactMap(\.judgedTier)), Set(right.compactMap(\.judgedTier)))
        guard mixed == nil, !own.isEmpty, !other.isEmpty, own != other else { return }
        func names(_ tiers: Set<AssuranceTier>) -> String { Self.names(tiers).joined(separator: ", ") }
        mixed = "'\(task)' has \(names(own)) in \(a.name) and \(names(other)) in \(b.name)"
    }

    private static func names(_ tiers: Set<AssuranceTier>) -> [String] { tiers.map(\.rawValue).sorted() }

    private static func verdicts(_ entries: [ResultSet.Entry]) -> String {
        entries.map(\.verdict.rawValue).joined(separator: ",")
    }
}
