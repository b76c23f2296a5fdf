import AssayCore
import AssayStore

/// Which attempt of a run may begin next, when several are made at once.
///
/// The attempts of all arms at one task and seed are a group, and those of a group are made one after another, in the planned order:
/// two arms may ask a model the same question, and a recording then gives each the answer that it had. Groups begin in the planned order.
struct AttemptQueue {
    /// Attempts with a reviewer see what its claims were worth in the groups that lie at least this far back, all of which are
    /// then finished: how many attempts are made at once decides nothing.
    static let reviewDistance = 16

    /// The positions of the attempts that are still to be made, by group; groups that are done have none.
    private let groups: [[Int]]
    /// The position of the first attempt of each group, and behind them the number of all attempts.
    private let starts: [Int]
    /// The furthest that a group may begin before the first unfinished one; nil for no limit.
    private let distance: Int?
    /// How many attempts of each group have come out.
    private var finished: [Int]
    /// The group of each attempt that is being made.
    private var running: [Int: Int] = [:]
    /// Groups that have begun and of which no attempt is being made.
    private var waiting: [Int] = []
    private var nextGroup = 0
    private var firstOpen = 0
    private(set) var isClosed = false

    /// Makes the queue of the attempts that are not done.
    init(_ attempts: [AttemptRecord], distance: Int? = nil) {
        var (groups, starts) = ([[Int]](), [Int]())
        for position in attempts.indices {
            if position == 0 || attempts[position].key.pair != attempts[position - 1].key.pair {
                groups.append([])
                starts.append(position)
            }
            if attempts[position].result.status != .done { groups[groups.count - 1].append(position) }
        }
        self.groups = groups
        self.starts = starts + [attempts.count]
        self.distance = distance
        finished = Array(repeating: 0, count: groups.count)
        findFirstOpen()
    }

    /// How many attempts are being made.
    var count: Int { running.count }

    /// The position of the first attempt whose reviewer's claims do not count for the attempt that is being made at a position.
    func claimsEnd(for position: Int) -> Int {
        starts[max(0, (running[position] ?? 0) - Self.reviewDistance + 1)]
    }

    /// Takes the attempt that is to begin now and returns its position; nil when none may.
    mutating func next() -> Int? {
        guard !isClosed, let group = takeGroup() else { return nil }
        let position = groups[group][finished[group]]
        running[position] = group
        return position
    }

    /// Marks an attempt as come out.
    mutating func finish(_ position: Int) {
        guard let group = running.removeValue(forKey: position) else { return }
        finished[group] += 1
        if finished[group] < groups[group].count { waiting.append(group) }
        findFirstOpen()
    }

    /// Lets nothing begin any more.
    mutating func close() { isClosed = true }

    private mutating func takeGroup() -> Int? {
        // What has begun goes on first, so that pairs are complete soon.
        if !waiting.isEmpty { return waiting.removeFirst() }
        while nextGroup < groups.count, groups[nextGroup].isEmpty { nextGroup += 1 }
        guard nextGroup < groups.count, distance.map({ nextGroup - firstOpen < $0 }) ?? true else { return nil }
        defer { nextGroup += 1 }
        return nextGroup
    }

    private mutating func findFirstOpen() {
        while firstOpen < groups.count, finished[firstOpen] == groups[firstOpen].count { firstOpen += 1 }
    }
}
