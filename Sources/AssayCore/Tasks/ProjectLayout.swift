/// How projects of a language are recognised, and which of their files are tests.
package struct ProjectLayout: Sendable, Codable {
    /// The order in which layouts are tried, lowest first: a build file is better evidence than the name of a source file.
    package let rank: Int
    /// File names, with `*`, any of which identifies the language.
    package let markers: [String]
    /// Patterns of the paths of test files.
    package let tests: [String]
    /// Patterns of the test files that contain no source code of the project; nil means all test files.
    package let separateTests: [String]?
    /// Build files that can declare tests themselves, so that a project needs no test file by name.
    package let declaredBy: [String]?
    /// Text in a source file that marks a documentation example which is run as a test.
    package let examples: String?
    /// Files that say by their contents that a folder is such a project; nil means that any marker says so, weakly.
    package let evidence: [ProjectEvidence]?

    private enum CodingKeys: String, CodingKey {
        case rank, markers, tests, evidence
        case separateTests = "apart"
        case declaredBy, examples
    }
}
