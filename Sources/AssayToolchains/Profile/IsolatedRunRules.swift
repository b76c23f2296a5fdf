extension ToolchainProfile {
    /// Rules for running a suite with the candidate in a process of its own, apart from the tests.
    package struct IsolatedRunRules: Codable, Sendable {
        /// Answers for the candidate's modules, with the test run as its standard input and output.
        package let candidate: [String]
        /// Runs the tests and writes what happens to its standard error.
        package let checker: [String]
        /// Reads what the checker writes.
        package let parser: OutputParser

        private enum CodingKeys: String, CodingKey {
            case candidate, checker
            case parser = "reader"
        }
    }
}
