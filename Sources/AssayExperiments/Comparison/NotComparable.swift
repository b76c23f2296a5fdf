/// The error that two result sets cannot be compared.
package struct NotComparable: Error, CustomStringConvertible {
    /// The reason, and what to do.
    package let description: String
}
