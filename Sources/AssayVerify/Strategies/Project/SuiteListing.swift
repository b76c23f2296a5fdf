import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// One suite of a task and its tests, known from the pristine source before any code of the candidate runs.
struct SuiteListing {
    let suite: ToolchainProfile.Suite
    /// Test files of the task, by path.
    let files: [String]
    /// Test files that only the candidate brings, by path: they must pass too.
    let added: [String]
    let expected: [ListedTest]
    /// All test files, the task's own first.
    var allFiles: [String] { files + added }

    /// Returns the suite of one program, which is its one test.
    static func program(_ run: ToolchainProfile.Step) -> SuiteListing {
        SuiteListing(suite: ToolchainProfile.Suite(program: run), files: [], added: [], expected: [])
    }

    /// Returns the suites of a build system that a tree's tests use, those of the candidate's own files too.
    ///
    /// Of a project that is judged as its runner says, sources are no list of tests: the run of the tree before a change is.
    static func used(
        _ system: ToolchainProfile.BuildSystem, in pristine: FileTree, and tree: FileTree = FileTree(),
        judged expectation: TestExpectation = .strict, by builds: BuildEnvironment
    ) async throws -> [SuiteListing] {
        var listings: [SuiteListing] = []
        for suite in system.suites {
            func tests(in tree: FileTree) -> [String] {
                tree.paths.filter { path in
                    suite.tests.files.contains { FileName.matches(path, $0) } && suite.uses.map { tree[path]?.contains($0) == true } != false
                }
            }
            let files = tests(in: pristine)
            // Of suites that read their tests from the pristine tree, the candidate has none.
            let added = suite.keepsPristineTests == true ? [] : tests(in: tree.filtered { !pristine.contains($0) })
            guard suite.uses == nil || !(files + added).isEmpty else { continue }
            let tests = pristine.filtered(files.contains)
            let expected: [ListedTest] =
                if expectation == .asRunnerSays {
                    []
                } else if let command = suite.tests.command {
                    try await builds.listings.tests(in: tests, by: command, builds.runner)
                } else {
                    try named(suite.tests, in: tests)
                }
            listings.append(SuiteListing(suite: suite, files: files, added: added, expected: expected))
        }
        return listings
    }

    /// Each test by what the listing's pattern finds in its file.
    private static func named(
        _ listing: ToolchainProfile.Listing, in tests: FileTree
    ) throws -> [ListedTest] {
        guard let pattern = listing.pattern else { return tests.paths.map { ListedTest(name: stem($0), path: $0) } }
        let expression = try Regex(pattern, as: (Substring, Substring).self).anchorsMatchLineEndings()
        func code(_ text: String) -> String { listing.grammar == .swift ? SwiftCode.text(of: text) : text }
        return tests.paths.flatMap { path in
            code(tests[path] ?? "").matches(of: expression).map { String($0.output.1) }.uniqued().map { ListedTest(name: $0, path: path) }
        }
    }

    /// A file's name for its program and its test.
    static func stem(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let file = parts.last ?? path
        let base = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        return (parts.dropLast() + [base]).joined(separator: "_")
    }
}
