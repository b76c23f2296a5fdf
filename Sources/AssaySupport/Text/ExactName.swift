/// A name that equals only the same bytes, and is ordered by them.
///
/// Swift's strings are equal where Unicode calls them canonically equivalent, so that two tasks whose names differ in
/// their bytes alone would be one.
package struct ExactName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name.
    package let text: String

    /// Makes a name.
    package init(_ text: String) { self.text = text }

    /// The name.
    package var description: String { text }

    /// Compares the bytes of the names.
    package static func == (one: ExactName, other: ExactName) -> Bool {
        // Equal bytes are usually recognised by the comparison of strings, different ones by their length.
        one.text.utf8.count == other.text.utf8.count && one.text == other.text && one.text.utf8.elementsEqual(other.text.utf8)
    }

    /// Orders names by their bytes.
    package static func < (one: ExactName, other: ExactName) -> Bool {
        one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }

    /// Hashes the bytes of the name.
    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
