package import AssayCore
package import AssaySupport

/// Makes a task of a plain project folder: the tests in the folder are its checks.
package enum ProjectTask {
    /// Detects the language by build and test files, and makes the task; throws when the folder has no tests of any layout.
    package static func load(_ folder: String, layouts: [(language: Language, layout: ProjectLayout)]) throws(InputError) -> CodingTask {
        let tree = try FolderReader.read(folder)
        let name = FolderReader.name(of: folder)
        guard !tree.isEmpty else { throw InputError(folder, "holds no readable files") }
        func has(_ pattern: String) -> Bool { tree.paths.contains { FileName.matches($0, pattern) } }
        for (language, layout) in layouts where layout.markers.contains(where: has) {
            func isAny(_ path: String, _ patterns: [String]) -> Bool { patterns.contains { FileName.matches(path, $0) } }
            let tests = tree.filtered { isAny($0, layout.tests) }
            let isDeclared = layout.declaredBy?.contains(where: has) ?? false
            let hasExamples = layout.examples.map { mark in tree.paths.contains { tree[$0]?.contains(mark) == true } } ?? false
            if tests.isEmpty && !isDeclared && !hasExamples { continue }
            let separateTests = tests.filtered { isAny($0, layout.separateTests ?? layout.tests) }
            let start = tree.filtered { separateTests[$0] == nil }
            let brief = TaskBrief(
                id: name, title: name, statement: "", language: language, start: start,
                deliverables: start.paths, visibleTests: separateTests)
            var task = CodingTask(
                brief: brief, form: .project, hidden: HiddenChecks(), stub: FileTree())
            task.expectation = .asRunnerSays
            return task
        }
        let names = layouts.filter { !$0.layout.tests.isEmpty }.map { "\($0.layout.tests[0]) (\($0.language.title))" }
        throw InputError(folder, "no tests found; tests are recognised by their file names: \(names.joined(separator: ", "))")
    }
}
