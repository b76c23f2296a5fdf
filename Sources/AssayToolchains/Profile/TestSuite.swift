extension ToolchainProfile {
    /// Tests that run together.
    package struct Suite: Codable, Sendable {
        /// Its name, where a build system has several.
        package let id: String?
        /// Text that a test file of this suite holds; without it, all test files are of this suite.
        package let uses: String?
        /// The rules for listing its tests.
        package let tests: Listing
        /// Runs them.
        package let run: Step
        /// Whether a copy of the pristine tests is kept beneath `.assay/pristine`, because they stand in files that may be
        /// delivered.
        package let keepsPristineTests: Bool?
        /// Rules for running the suite with the candidate in another process; nil when that is not possible.
        package let isolatedRun: IsolatedRunRules?

        private enum CodingKeys: String, CodingKey {
            case id, uses, tests, run
            case keepsPristineTests = "apart"
            case isolatedRun = "outside"
        }

        /// Makes the suite of one program, which is its one test.
        package init(program: Step) {
            id = nil
            uses = nil
            tests = Listing()
            run = program
            keepsPristineTests = nil
            isolatedRun = nil
        }
    }

    /// Rules for listing the tests before any code of the candidate runs.
    package struct Listing: Codable, Sendable {
        /// File names with `*`; the last part of a path is compared, or all of it where a slash is.
        package let files: [String]
        /// Prints the tests of `{files}`, one JSON object a line with `name` and `path`, in a jail that holds
        /// nothing but them.
        package let command: [String]?
        /// A regular expression whose first group is a test's name; without it a file is one test.
        package let pattern: String?
        /// The grammar that separates code from comments and strings; nil means that the pattern is matched against the whole file.
        package let grammar: Grammar?

        /// Makes a listing without files.
        fileprivate init() {
            files = []
            command = nil
            pattern = nil
            grammar = nil
        }
    }

    /// A language with a parser that separates code from comments and strings.
    package enum Grammar: String, Codable, Sendable { case swift }
}
