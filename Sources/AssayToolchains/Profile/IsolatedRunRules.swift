extension ToolchainProfile {
    /// How a suite is run with the candidate in another process than its tests.
    package struct IsolatedRunRules: Codable, Sendable {
        /// Answers for the candidate's modules, with the test run as its standard input and output.
        package var candidate: [String]
        /// Runs the tests and writes what happens to its standard error.
        package var checker: [String]
        package var reader: OutputParser
    }
}
