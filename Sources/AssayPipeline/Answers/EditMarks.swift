/// Follows the marks of SEARCH/REPLACE changes line by line.
struct EditMarks {
    /// Whether a change has begun that is not ended yet.
    private(set) var isOpen = false
    /// Whether there was any change.
    private(set) var wasSeen = false

    /// Reads the next line.
    mutating func read(_ line: Substring) {
        if line.hasPrefix("<<<<<<<") {
            (isOpen, wasSeen) = (true, true)
        } else if line.hasPrefix(">>>>>>>") {
            isOpen = false
        }
    }
}
