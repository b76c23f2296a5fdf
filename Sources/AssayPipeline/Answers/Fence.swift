import AssaySupport

/// One line that opens or ends a fenced code block (CommonMark 4.5), indented by any amount, as in lists.
struct Fence {
    /// The character that the fence is made of: "`" or "~".
    let mark: Character
    /// The number of fence characters, at least three.
    let length: Int
    /// The number of spaces before the fence.
    let indent: Int
    /// The text after the fence: the language and, from some models, the file's path; empty for a closing fence.
    let info: String

    /// Reads a fence; nil for any other line.
    init?(_ line: Substring) {
        let blanks = line.indentation
        let rest = line.dropFirst(blanks.count)
        guard let first = rest.first, first == "`" || first == "~" else { return nil }
        let run = rest.prefix { $0 == first }
        let after = String(rest.dropFirst(run.count)).trimmed
        // Backticks after backticks are code within a line.
        guard run.count >= 3, first == "~" || !after.contains("`") else { return nil }
        (mark, length, indent, info) = (first, run.count, blanks.count, after)
    }

    /// Whether a fence is of this one's kind and long enough to end its block.
    func matches(_ other: Fence) -> Bool { other.mark == mark && other.length >= length }

    /// A line of the block without the indentation that the block has as a whole.
    func dedented(_ line: Substring) -> Substring {
        line.dropFirst(min(indent, line.indentation.count))
    }
}
