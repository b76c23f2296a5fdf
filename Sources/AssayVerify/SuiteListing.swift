import AssayCore

/// One suite of a task and its tests, known from the pristine source before any code of the candidate runs.
struct SuiteListing {
    let suite: ToolchainProfile.Suite
    /// Test files, by path.
    let files: [String]
    /// Each test with the file it is in.
    let expected: [(name: String, path: String)]

    init(_ suite: ToolchainProfile.Suite, in pristine: FileTree) throws {
        self.suite = suite
        let files = pristine.paths.filter { path in
            suite.tests.files.contains { FileName.matches(path, $0) }
                && suite.uses.map { pristine[path]?.contains($0) == true } != false
        }
        self.files = files
        guard let pattern = suite.tests.pattern else {
            expected = files.map { (Self.stem($0), $0) }
            return
        }
        let expression = try Regex(pattern, as: (Substring, Substring).self).anchorsMatchLineEndings()
        func code(_ text: String) -> String { suite.tests.grammar == .swift ? SwiftSkeleton.of(text) : text }
        expected = files.flatMap { path in
            code(pristine[path] ?? "").matches(of: expression).map { String($0.output.1) }.uniqued().map { ($0, path) }
        }
    }

    /// The suites of a form that a tree's tests use.
    static func used(_ form: ToolchainProfile.Form, in pristine: FileTree) throws -> [SuiteListing] {
        try form.suites.map { try SuiteListing($0, in: pristine) }.filter { $0.suite.uses == nil || !$0.files.isEmpty }
    }

    /// A file's name for its program and its test.
    static func stem(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let file = parts.last ?? path
        let base = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        return (parts.dropLast() + [base]).joined(separator: "_")
    }
}
