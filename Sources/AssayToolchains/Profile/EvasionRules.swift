extension ToolchainProfile {
    /// An evasion that no suite may take for an answer: a reference with it must fail.
    package struct Stub: Codable, Sendable {
        /// Its name.
        package let id: String
        /// Code that is added to each file, once for each `{symbol}` that the file must define if it contains that placeholder.
        package let append: String
    }

    /// The test framework's symbols, which a candidate that defines them too would replace.
    package struct TestSymbols: Codable, Sendable {
        /// Prints the names that a build defines, one a line.
        package let command: [String]
        /// A regular expression for names that no candidate may define.
        package let symbols: String
    }

    /// A pattern of code that reaches beyond its task.
    package struct Tripwire: Codable, Sendable {
        /// Its name.
        package let id: String
        /// One of these is in every text that the pattern matches; looking for them first is a hundred times as fast.
        package let words: [String]
        /// A regular expression.
        package let pattern: String
    }
}
