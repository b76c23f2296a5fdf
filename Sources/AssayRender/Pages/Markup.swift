/// A piece of HTML or SVG that is written as a literal; what is put into it is text, unless it is markup itself.
///
/// `"<td>\(name)</td>" as Markup` escapes `name`, also inside quoted attributes, so that only literals of ours are ever markup.
struct Markup: Sendable, ExpressibleByStringInterpolation {
    /// The finished HTML.
    private(set) var html: String

    /// Nothing.
    static let empty: Markup = ""

    /// Takes a literal of ours as it is.
    init(stringLiteral value: String) { html = value }

    /// Takes a literal with escaped values.
    init(stringInterpolation: Interpolation) { html = stringInterpolation.html }

    /// Text of others, in which nothing is markup.
    static func text(_ text: String) -> Markup { "\(text)" }

    /// Several pieces after each other.
    static func + (left: Markup, right: Markup) -> Markup {
        var sum = left
        sum.html += right.html
        return sum
    }

    /// Puts a piece at the end.
    static func += (left: inout Markup, right: Markup) { left.html += right.html }

    /// Whether there is nothing to show.
    var isEmpty: Bool { html.isEmpty }

    /// Collects a literal and the values in it.
    struct Interpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        /// Makes room for the literal.
        init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity + 16 * interpolationCount) }

        /// Takes a part of a literal of ours.
        mutating func appendLiteral(_ literal: String) { html += literal }

        /// Escapes text of others.
        mutating func appendInterpolation(_ text: String) { PageText.escape(text, into: &html) }

        /// Writes a number.
        mutating func appendInterpolation(_ number: some BinaryInteger) { html += String(number) }

        /// Writes a coordinate with as many digits as a drawing can show.
        mutating func appendInterpolation(_ coordinate: Double) { html += Coordinate.text(coordinate) }

        /// Takes markup as it is.
        mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

        /// Takes markup, or nothing.
        mutating func appendInterpolation(_ markup: Markup?) { html += markup?.html ?? "" }

        /// Takes several pieces after each other.
        mutating func appendInterpolation(_ pieces: some Sequence<Markup>) { for piece in pieces { html += piece.html } }
    }
}

extension Sequence<Markup> {
    /// The pieces after each other, with another between them.
    func joined(_ separator: Markup = .empty) -> Markup {
        var sum = Markup.empty
        for (number, piece) in enumerated() { sum += number == 0 ? piece : separator + piece }
        return sum
    }
}
