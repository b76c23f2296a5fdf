import AssaySupport

/// Joins an answer that was cut at its limit with the rest that a model wrote when it was asked to go on.
///
/// Models that are asked to continue repeat the line in which they were cut, open the code block again, or think first.
enum ContinuedAnswer {
    /// A repeated beginning must have this many bytes that are no blanks; fewer may be what the answer really says.
    private static let leastRepeated = 24
    /// The same where a line was cut: for that line alone, and for it with lines before it.
    private static let leastRepeatedLine = 4
    private static let leastRepeatedLines = 12
    /// The longest repetition that is looked for, in lines.
    private static let mostLines = 200

    /// Whether a cut answer can be continued: nothing can where it ended within its thoughts.
    static func canContinue(_ answer: String) -> Bool {
        !answer.trimmed.isEmpty && (answer.firstRange(of: /^\s*<think(?:ing)?>/) == nil || answer.contains("</think"))
    }

    /// The whole answer.
    static func joined(_ answer: String, _ rest: String) -> String {
        var rest = Substring(ModelText.withoutWrapping(rest))
        if isInBlock(answer) { rest = withoutOpening(rest) }
        return answer + String(decoding: rest.utf8.dropFirst(repeated(Array(answer.utf8), Array(rest.utf8))), as: UTF8.self)
    }

    /// Whether the answer ends within a fenced code block.
    private static func isInBlock(_ answer: String) -> Bool {
        var open: Fence?
        // The last line may itself be cut.
        for line in answer.allLines.dropLast() {
            guard let fence = Fence(line) else { continue }
            if let opener = open {
                if fence.info.isEmpty, opener.matches(fence) { open = nil }
            } else {
                open = fence
            }
        }
        return open != nil
    }

    /// The rest without a line that opens a block, which is open already; a fence without a language may be the end of the block.
    private static func withoutOpening(_ rest: Substring) -> Substring {
        let start = rest.drop { $0 == "\n" || $0 == "\r\n" }
        guard let end = start.utf8.firstIndex(of: newline), let fence = Fence(start[..<end]), !fence.info.isEmpty else { return rest }
        return start[start.utf8.index(after: end)...]
    }

    private static let newline = UInt8(ascii: "\n")

    /// The number of bytes at the beginning of the rest that the answer ends with, counted from the beginning of a line.
    private static func repeated(_ answer: [UInt8], _ rest: [UInt8]) -> Int {
        var start = answer.count
        let isCutInLine = answer.last != newline
        for count in 0..<mostLines {
            start = answer[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
            let end = answer[start...]
            let least = !isCutInLine ? leastRepeated : count == 0 ? leastRepeatedLine : leastRepeatedLines
            if rest.starts(with: end), end.count(where: { $0 > UInt8(ascii: " ") }) >= least { return end.count }
            guard start > 0 else { return 0 }
            start -= 1
        }
        return 0
    }
}
