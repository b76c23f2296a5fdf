/// The error that two result sets cannot be compared.
package struct NotComparable: Error, CustomStringConvertible {
    /// The reason, and what to do.
    package let description: String

    /// Says why two results cannot be compared.
    package init(description: String) { self.description = description }
}
