/// Follows code line by line and knows whether a string or comment of several lines is open.
struct OpenText {
    private enum State: Equatable {
        case code
        case string(String)
        case comment(depth: Int)
    }

    private let syntax: BlockSyntax
    private var state = State.code

    init(_ syntax: BlockSyntax) { self.syntax = syntax }

    /// Whether what was read ends inside a string or comment.
    var isOpen: Bool { state != .code }

    /// Reads the next line.
    mutating func read(_ line: Substring) {
        var rest = line
        while !rest.isEmpty {
            switch state {
            case .code: readCode(&rest)
            case .string(let delimiter): readString(&rest, delimiter)
            case .comment(let depth): readComment(&rest, depth)
            }
        }
    }

    private mutating func readCode(_ rest: inout Substring) {
        if let mark = syntax.lineComment, rest.hasPrefix(mark) {
            rest = ""
        } else if let delimiter = syntax.strings.first(where: rest.hasPrefix) {
            rest.removeFirst(delimiter.count)
            state = .string(delimiter)
        } else if let comment = syntax.comment, rest.hasPrefix(comment.open) {
            rest.removeFirst(comment.open.count)
            state = .comment(depth: 1)
        } else if let quote = rest.first, syntax.quotes.contains(quote) {
            rest = Self.afterQuoted(rest.dropFirst(), quote)
        } else {
            rest.removeFirst()
        }
    }

    private mutating func readString(_ rest: inout Substring, _ delimiter: String) {
        if rest.hasPrefix(delimiter) {
            rest.removeFirst(delimiter.count)
            state = .code
        } else {
            rest.removeFirst(rest.first == "\\" ? min(2, rest.count) : 1)
        }
    }

    private mutating func readComment(_ rest: inout Substring, _ depth: Int) {
        guard let comment = syntax.comment else { return }
        if rest.hasPrefix(comment.close) {
            rest.removeFirst(comment.close.count)
            state = depth == 1 ? .code : .comment(depth: depth - 1)
        } else if syntax.nests, rest.hasPrefix(comment.open) {
            rest.removeFirst(comment.open.count)
            state = .comment(depth: depth + 1)
        } else {
            rest.removeFirst()
        }
    }

    /// Returns the text after a string of one line; an unterminated string ends with its line.
    private static func afterQuoted(_ text: Substring, _ quote: Character) -> Substring {
        var rest = text
        while let next = rest.popFirst() {
            if next == "\\" { _ = rest.popFirst() }
            if next == quote { return rest }
        }
        return rest
    }
}
