import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// One suite of a task and its tests, known from the pristine source before any code of the candidate runs.
struct SuiteListing {
    let suite: ToolchainProfile.Suite
    /// Test files, by path.
    let files: [String]
    /// Each test with the file it is in.
    let expected: [(name: String, path: String)]

    private init(_ suite: ToolchainProfile.Suite, _ files: [String], _ expected: [(name: String, path: String)]) {
        self.suite = suite
        self.files = files
        self.expected = expected
    }

    /// A suite of one program, which is its one test.
    init(program run: ToolchainProfile.Step) {
        self.init(ToolchainProfile.Suite(program: run), [], [])
    }

    /// The suites of a form that a tree's tests use.
    static func used(
        _ form: ToolchainProfile.BuildSystem, in pristine: FileTree, _ toolchain: ResolvedToolchain, _ context: VerificationContext
    ) async throws -> [SuiteListing] {
        var listings: [SuiteListing] = []
        for suite in form.suites {
            let files = pristine.paths.filter { path in
                suite.tests.files.contains { FileName.matches(path, $0) }
                    && suite.uses.map { pristine[path]?.contains($0) == true } != false
            }
            guard suite.uses == nil || !files.isEmpty else { continue }
            let tests = pristine.filtered(files.contains)
            let expected =
                if let command = suite.tests.command {
                    try await context.listings.tests(in: tests, by: command, toolchain, context).map { ($0.name, $0.path) }
                } else {
                    try named(suite.tests, in: tests)
                }
            listings.append(SuiteListing(suite, files, expected))
        }
        return listings
    }

    /// Each test by what the listing's pattern finds in its file.
    private static func named(
        _ listing: ToolchainProfile.Listing, in tests: FileTree
    ) throws -> [(name: String, path: String)] {
        guard let pattern = listing.pattern else { return tests.paths.map { (stem($0), $0) } }
        let expression = try Regex(pattern, as: (Substring, Substring).self).anchorsMatchLineEndings()
        func code(_ text: String) -> String { listing.grammar == .swift ? SwiftCode.text(of: text) : text }
        return tests.paths.flatMap { path in
            code(tests[path] ?? "").matches(of: expression).map { String($0.output.1) }.uniqued().map { ($0, path) }
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
