extension ToolchainProfile {
    /// One command of a build or a test run.
    package struct Step: Codable, Sendable {
        /// The words of the command, with names in braces.
        package let command: [String]
        /// Reads what the command prints.
        package let parser: OutputParser
        /// The items for which the step is repeated; nil means that it runs once.
        package let each: Repetition?
        /// The file that the command leaves in /results, for its parser.
        package let results: String?
        /// Whether its tool only starts what was built.
        package let built: Bool?
        /// Whether it compiles what it runs, and so may use what a build may.
        package let compiles: Bool?
        /// Whether it takes its one test from a file of its own, which it deletes before anything of the candidate runs.
        package let takesTest: Bool?
        /// The files in `.assay` of which one is what the build made of that test; nil means the test's own.
        package let compiledTest: [String]?
        /// Whether it takes the nonce of its events from a file, which it deletes before anything of the candidate runs.
        package let takesNonce: Bool?
        /// The files, by pattern, and what their text matches, for which a build runs it while no hidden test is there; nil means always.
        package let beforeTests: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case command, each, results, built, compiles, takesTest, compiledTest, takesNonce, beforeTests
            case parser = "reader"
        }

        /// Makes a step that runs once.
        package init(command: [String], parser: OutputParser, results: String? = nil, compiles: Bool? = nil) {
            self.command = command
            self.parser = parser
            self.results = results
            self.compiles = compiles
            (each, built, takesTest, compiledTest, takesNonce, beforeTests) = (nil, nil, nil, nil, nil, nil)
        }

        /// Whether no test's source needs to be on the disk while it runs.
        package var needsNoTestFile: Bool { runsBuild || compiles == true || takesTest == true }

        /// Whether it runs what was built, and needs nothing that built it.
        package var runsBuild: Bool {
            built == true || command.first.map { $0 == "{artifact}" || $0.hasPrefix("/w/") || $0.hasPrefix("/cache/") } == true
        }
    }

    /// The items of a repeated step: each test, each folder of tests, or each test program that the build made.
    package enum Repetition: String, Codable, Sendable { case test, testFolder = "test-folder", artifact }
}
