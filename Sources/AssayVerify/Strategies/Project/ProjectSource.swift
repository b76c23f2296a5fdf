import AssaySupport

/// The files that are built and tested: those of the candidate with the pristine tests.
struct ProjectSource {
    /// The candidate's files and the tests, overlaid.
    var tree: FileTree
    /// The task's own files and the tests, without the candidate.
    var pristine: FileTree
    var suites: [SuiteListing]
    /// Test files with assertion markers, which take the place of those in `tree`.
    var markers: AssertionMarkers?
    /// Paths of test files that were generated for this verification, and may be compiled without the others.
    var generatedTests: Set<String> = []
    /// The name of the one test, where a suite is a program.
    var name = "tests"
}
