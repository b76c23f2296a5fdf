/// Why two result sets cannot be compared.
package struct NotComparable: Error, CustomStringConvertible {
    package let description: String
}
