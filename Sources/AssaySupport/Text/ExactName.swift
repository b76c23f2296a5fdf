/// A name that equals only the same bytes, and is ordered by them.
///
/// Swift's strings are equal where Unicode calls them canonically equivalent, so that two tasks whose names differ in
/// their bytes alone would be one.
package struct ExactName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name.
    package let text: String

    /// Takes a name as it is.
    package init(_ text: String) { self.text = text }

    /// The name as it is.
    package var description: String { text }

    package static func == (one: ExactName, other: ExactName) -> Bool {
        // The same bytes are mostly told at once by the strings' own comparison, other ones by their number.
        one.text.utf8.count == other.text.utf8.count && one.text == other.text && one.text.utf8.elementsEqual(other.text.utf8)
    }

    package static func < (one: ExactName, other: ExactName) -> Bool {
        one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
