package import AssayCore
package import AssaySupport

/// Makes a task of a plain folder: its own tests are the checks.
package enum ProjectTask {
    /// Detects the language by build and test files, as the layouts tell them.
    package static func load(_ folder: String, layouts: [(language: Language, layout: ProjectLayout)]) throws(InputError) -> CodingTask {
        let tree = try FolderReader.read(folder)
        let name = FolderReader.name(of: folder)
        guard !tree.isEmpty else { throw InputError(folder, "holds no readable files") }
        func has(_ pattern: String) -> Bool { tree.paths.contains { FileName.matches($0, pattern) } }
        for (language, layout) in layouts where layout.markers.contains(where: has) {
            func isAny(_ path: String, _ patterns: [String]) -> Bool { patterns.contains { FileName.matches(path, $0) } }
            let tests = tree.filtered { isAny($0, layout.tests) }
            let isDeclared = layout.declaredBy?.contains(where: has) ?? false
            let isDocumented = layout.examples.map { mark in tree.paths.contains { tree[$0]?.contains(mark) == true } } ?? false
            if tests.isEmpty && !isDeclared && !isDocumented { continue }
            let apart = tests.filtered { isAny($0, layout.apart ?? layout.tests) }
            let start = tree.filtered { apart[$0] == nil }
            let brief = TaskBrief(
                id: name, title: name, statement: "", language: language, start: start,
                deliverables: start.paths, visibleTests: apart)
            return CodingTask(
                brief: brief, form: .project, hidden: HiddenChecks(), stub: FileTree())
        }
        let names = layouts.filter { !$0.layout.tests.isEmpty }.map { "\($0.layout.tests[0]) (\($0.language.title))" }
        throw InputError(folder, "no tests found; tests are told by their names: \(names.joined(separator: ", "))")
    }
}
