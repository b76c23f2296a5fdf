/// How a language's projects are told from others, and which of their files are tests.
package struct ProjectLayout: Sendable, Codable {
    /// Layouts are tried from the lowest rank: a build file tells more than a source's name.
    package let rank: Int
    /// Any of these files tells the language; names with `*`.
    package var markers: [String]
    /// Patterns of the paths that are tests.
    package var tests: [String]
    /// Test files that stand apart from the sources; without it, all do.
    package let apart: [String]?
    /// Build files that declare tests themselves.
    package let declaredBy: [String]?
    /// Text that marks an example which is a test, in the sources themselves.
    package var examples: String?
}
