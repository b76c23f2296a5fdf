import AssayCore
import AssayStatistics
import AssaySupport

/// The results of two arms, task by task, and what makes the pairing invalid.
struct PairedResults {
    private let a: ResultSet
    private let b: ResultSet
    private let tasks: [String]
    private(set) var outcomes = PairedOutcomes(tasks: [], a: [], b: [], single: true)
    private(set) var flips: [Flip] = []
    private var tiers: Set<AssuranceTier> = []
    /// Tasks that were left out, and of them those that only one arm lost.
    private var dropped = 0
    private var lostByA = 0
    private var lostByB = 0

    init(_ a: ResultSet, _ b: ResultSet) throws(NotComparable) {
        self.a = a
        self.b = b
        tasks = a.entries.keys.filter { b.entries[$0] != nil }.sorted()
        guard !tasks.isEmpty else { throw NotComparable(description: "\(a.name) and \(b.name) share no task") }
        let missing = a.entries.count + b.entries.count - 2 * tasks.count
        guard missing == 0 else {
            throw NotComparable(description: "\(missing) tasks are in only one of \(a.name) and \(b.name); compare the same tasks")
        }
        for task in tasks { try pair(task) }
    }

    /// The assurance tiers of the verdicts that count, joined by a plus sign.
    var tier: String { tiers.map(\.rawValue).sorted().joined(separator: "+") }

    /// Refuses a pairing whose losses or tiers do not allow a comparison.
    func check(allowTierMix: Bool) throws(NotComparable) {
        if Double(dropped) > 0.02 * Double(tasks.count) {
            throw NotComparable(
                description: "\(dropped) of \(tasks.count) pairs were lost to harness errors; more than 2 % makes the comparison invalid")
        }
        if PairedTests.mcNemarExact(onlyA: lostByA, onlyB: lostByB) <= 0.05 {
            throw NotComparable(
                description: "the harness lost \(lostByA) tasks of \(a.name) alone and \(lostByB) of \(b.name) alone: what is lost depends on the arm")
        }
        if tiers.count > 1 && !allowTierMix {
            let names = tiers.map(\.rawValue).sorted().joined(separator: ", ")
            throw NotComparable(description: "the verdicts have different assurance tiers (\(names)); --allow-tier-mix compares them all the same")
        }
    }

    private mutating func pair(_ task: String) throws(NotComparable) {
        let (left, right) = (a.entries[task] ?? [], b.entries[task] ?? [])
        for (one, two) in zip(left, right) {
            if let first = one.digest, let second = two.digest, first != second {
                throw NotComparable(description: "the task '\(task)' is not the same in \(a.name) and \(b.name)")
            }
        }
        // A harness error says nothing about an arm: the pair is dropped and counted.
        if (left + right).contains(where: { $0.verdict == .harnessError }) {
            dropped += 1
            lostByA += right.allSatisfy { $0.verdict != .harnessError } ? 1 : 0
            lostByB += left.allSatisfy { $0.verdict != .harnessError } ? 1 : 0
            return
        }
        tiers.formUnion((left + right).compactMap(\.tier))
        let (x, y) = (Self.solvedShare(left), Self.solvedShare(right))
        outcomes.tasks.append(task)
        outcomes.a.append(x)
        outcomes.b.append(y)
        outcomes.single = outcomes.single && left.count == 1 && right.count == 1
        guard x != y else { return }
        flips.append(
            Flip(
                task: task, change: y > x ? .fixed : .broke, a: Self.verdicts(left), b: Self.verdicts(right),
                reason: (y > x ? left : right).compactMap(\.reason).first))
    }

    private static func solvedShare(_ entries: [ResultSet.Entry]) -> Double {
        Double(entries.count(where: \.verdict.isSolved)) / Double(max(entries.count, 1))
    }

    private static func verdicts(_ entries: [ResultSet.Entry]) -> String {
        entries.map(\.verdict.rawValue).joined(separator: ",")
    }
}
