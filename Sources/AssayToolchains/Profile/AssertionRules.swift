extension ToolchainProfile {
    /// Rules for finding the assertions of a language, and for marking that they were reached.
    package struct AssertionRules: Codable, Sendable {
        /// A regular expression for where an assertion begins.
        package let assertion: String
        /// The separator between statements.
        package let separator: Separator
        /// The statement that marks assertion `{unit}` of file `{file}` as reached; `{units}` exceeds every unit in the file.
        package var note: String
        /// Code that is added to the end of each file.
        package var helper: String?
        /// Code that is inserted behind the file's first match of a regular expression, on the same line.
        package let header: Header?
    }

    /// Text that is put on the line of a file's first match.
    package struct Header: Codable, Sendable {
        /// The regular expression.
        package let behind: String
        /// The code that is inserted behind the match.
        package let text: String
    }

    /// A new line is not enough where a statement may be the only one of a condition without braces.
    package enum Separator: String, Codable, Sendable { case line, semicolon }
}
