extension ToolchainProfile {
    /// Rules for finding which files code was compiled from.
    package struct BuildInputs: Codable, Sendable {
        /// One of these is in every source that takes in a file; nil where a source can do without.
        package let words: [String]?
        /// Environment variables of a build, by which its tools write down what they read.
        package let environment: [String: String]?
        /// Prints, one a line, what was compiled, a tab and a file that went into it.
        package let command: [String]
    }

    /// A pattern of definitions that take the place of what tests assert with, such as a function of an assertion's name.
    ///
    /// Patterns have the groups `name`, which is what is defined, and `harmless`, for what is defined only where it does no harm.
    package struct Redefinition: Codable, Sendable {
        /// One of these is in every text that the pattern matches.
        package let words: [String]
        /// A regular expression for the paths of the files that are searched; nil means the language's sources.
        package let path: String?
        /// A regular expression for a definition; nil where the file itself is one, whose path has the name.
        package let pattern: String?
        /// Whether comments and strings are searched as well.
        package let whole: Bool?
        /// A regular expression that the text of the file must match as well.
        package let needs: String?
        /// A regular expression for where tests begin in a source.
        package let until: String?
        /// Whether files of the tests are searched as well.
        package let anywhere: Bool?
        /// A regular expression for how a test uses `{name}`; nil where it need not be named.
        package let used: String?
        /// A regular expression for how the same test imports the framework whose name it is.
        package let imports: String?
        /// A regular expression for how a test says by itself from where it has `{name}` or that it takes `{file}`; then it is meant.
        package let brought: String?
        /// A regular expression, its group `name` a file, for how a test takes in files: only those, and what they take in, count.
        package let through: String?
        /// Whether only the tests in the same folder count.
        package let beside: Bool?
    }
}
