/// The place of a function's definition in Python source.
package struct PythonDefinition {
    /// From `def` or `async` to the parenthesis that opens the parameters.
    package let range: Range<String.Index>

    /// Finds the last definition of a function that is not indented; nil where there is none.
    package init?(of name: String, in source: String) {
        let all = source.matches(of: /(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(/)
        let found = all.last { match in
            match.1 == name[...] && (match.range.lowerBound == source.startIndex || source[source.index(before: match.range.lowerBound)].isNewline)
        }
        guard let found else { return nil }
        range = found.range
    }
}
