/// A part of the tasks of a run: one of several equal parts, counted from 1, as in `jest --shard=2/4`.
package struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// Which of the parts, from 1.
    package let number: Int
    /// How many parts there are.
    package let count: Int

    /// Makes the part of this number; nil unless there is one.
    package init?(_ number: Int, of count: Int) {
        guard count >= 1, (1...count).contains(number) else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// Reads `2/4`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), count <= Self.most else { return nil }
        self.init(number, of: count)
    }

    /// The most parts that a run may have.
    private static let most = 100_000

    /// Whether the part has the task at this position of the suite: all its arms and seeds, so that pairs stay together.
    package func has(task position: Int) -> Bool { position % count == number - 1 }

    /// `2/4`.
    package var description: String { "\(number)/\(count)" }
}
