import AssaySupport

/// Finds the end of a fenced block.
///
/// By CommonMark any bare fence that is long enough ends a block. Models also write files that hold fences: Markdown, and
/// examples in doc comments. So a fence does not count when it is indented deeper than the block's own, when it ends a
/// block inside, or when a string or comment of several lines is open before it.
struct BlockEnd {
    /// The index of the line that ends the block, which is no part of it.
    let line: Int
    /// Whether a fence ends it; else the answer's end does, or the next file's label.
    let isClosed: Bool

    /// Finds the end of the block that the fence at `start` opens.
    static func find(after start: Int, _ open: Fence, _ lines: [Substring], _ syntax: BlockSyntax) -> BlockEnd {
        var text = OpenText(syntax)
        var edit = EditMarks()
        /// The indentation of the fence that opened a nested block.
        var inner: Int?
        /// The first fence that would do by CommonMark, for answers in which none does by the stricter rule.
        var second: Int?
        for index in start + 1..<max(start + 1, lines.count) {
            let line = lines[index]
            guard let fence = Fence(line), open.matches(fence) else {
                text.read(line)
                edit.read(line)
                continue
            }
            // Parts of a file open what they do not end, so only their own marks count.
            let isInside = edit.wasSeen ? edit.isOpen : text.isOpen
            if fence.indent <= open.indent + 3, fence.info.isEmpty, labelFollows(index, lines) { return BlockEnd(line: index, isClosed: true) }
            if !isInside, let label = labelBefore(index, after: start, lines) {
                return BlockEnd(line: label, isClosed: false)
            }
            if !fence.info.isEmpty {
                inner = inner ?? fence.indent
            } else if let depth = inner, fence.indent >= depth {
                inner = nil
            } else if fence.indent > open.indent || isInside {
                if fence.indent <= open.indent + 3 { second = second ?? index }
            } else {
                return BlockEnd(line: index, isClosed: true)
            }
        }
        return second.map { BlockEnd(line: $0, isClosed: true) } ?? BlockEnd(line: lines.count, isClosed: false)
    }

    /// Whether a labelled block is what comes next: so a fence ends its block, whatever seems open.
    private static func labelFollows(_ fence: Int, _ lines: [Substring]) -> Bool {
        let rest = lines[(fence + 1)...].drop { $0.allSatisfy(\.isWhitespace) }
        guard let first = rest.first, FileLabel.isMarked(first) else { return false }
        return rest.dropFirst().first { !$0.allSatisfy(\.isWhitespace) }.map { Fence($0) != nil } ?? false
    }

    /// The `FILE:` line right before a fence: the model has gone on with the next file without ending this one.
    private static func labelBefore(_ fence: Int, after start: Int, _ lines: [Substring]) -> Int? {
        var index = fence - 1
        while index > start, lines[index].allSatisfy(\.isWhitespace) { index -= 1 }
        return index > start && FileLabel.isMarked(lines[index]) ? index : nil
    }
}
