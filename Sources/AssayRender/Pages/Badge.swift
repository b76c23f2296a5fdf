/// A word on a coloured ground.
enum Badge {
    /// The verdict of a comparison.
    static func verdict(_ word: String) -> Markup { "<span class=\"badge \(word)\">\(word)</span>" }

    /// The outcome of an attempt or a report, green only where it is solved.
    static func outcome(_ word: String, isSolved: Bool, isOpen: Bool = false) -> Markup {
        "<span class=\"badge \(isOpen ? "open" : isSolved ? "passed" : "failed")\">\(word)</span>"
    }
}
