extension ToolchainProfile {
    /// What an assertion looks like in a language, and how a note is written there.
    package struct AssertionRules: Codable, Sendable {
        /// A regular expression for where an assertion begins.
        package var assertion: String
        /// What ends one statement so that another may begin.
        package var separator: Separator
        /// A statement that notes `{unit}`; `{file}` is the number of the file, and `{units}` more than any unit in it.
        package var note: String
        /// What is added to the end of each file.
        package var helper: String?
        /// What is put behind the file's first match of a regular expression, on its line.
        package var header: Header?
    }

    /// Text that is put on the line of a file's first match.
    package struct Header: Codable, Sendable {
        /// The regular expression.
        package var behind: String
        /// What is put behind its match.
        package var text: String
    }

    /// A new line is not enough where a statement may be the only one of a condition without braces.
    package enum Separator: String, Codable, Sendable { case line, semicolon }
}
