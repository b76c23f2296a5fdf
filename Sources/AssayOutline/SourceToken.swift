/// A token of a source text, or a comment.
struct SourceToken: Sendable {
    /// The kind of a token.
    enum Kind: Sendable { case name, number, symbol, text, comment, directive }

    /// The kind of the token.
    let kind: Kind
    /// The bytes of the token in the source.
    let range: Range<Int>
    /// The token as text; empty for texts, comments and directives, whose content nobody compares.
    let text: String
}

/// The bytes that the lexer and the scanners compare with.
enum Byte {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let backslash = UInt8(ascii: "\\")
    static let slash = UInt8(ascii: "/")
    static let star = UInt8(ascii: "*")
    static let hash = UInt8(ascii: "#")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let backtick = UInt8(ascii: "`")

    /// Whether a byte is a space, a tab or part of a line ending.
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab || byte == newline || byte == carriageReturn || byte == 12 }

    /// Whether a byte is part of a name or a number; bytes of other scripts are.
    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 36 || byte > 127
    }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
