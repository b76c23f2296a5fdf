package import AssayCore

/// The names that a piece of code uses.
package enum SourceWords {
    /// The names in code, without those in comments and texts.
    package static func names(in code: String, _ language: Language) -> Set<String> {
        Set(SourceLexer.tokens(Array(code.utf8), language).filter { $0.kind == .name }.map(\.text))
    }
}
