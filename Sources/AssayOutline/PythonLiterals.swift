import AssayCore

/// The literals in an expression of Python.
package enum PythonLiterals {
    /// The places of numbers, texts and truth values, in order.
    package static func places(in expression: String) -> [Range<String.Index>] {
        let tokens = SourceLexer.tokens(Array(expression.utf8), .python)
        return tokens.filter { $0.kind == .number || $0.kind == .text || $0.text == "True" || $0.text == "False" }.map { token in
            let start = expression.utf8.index(expression.startIndex, offsetBy: token.range.lowerBound)
            return start..<expression.utf8.index(start, offsetBy: token.range.count)
        }
    }
}
