package import AssayCore
import AssaySupport

/// Makes a task of a plain project folder: the tests in the folder are its checks.
package enum ProjectTask {
    /// Detects the language by build and test files, and makes the task; throws when the folder has no tests of any layout.
    package static func load(_ folder: String, layouts: [(language: Language, layout: ProjectLayout)]) async throws -> CodingTask {
        try make(await ProjectFiles.contents(of: folder), of: folder, layouts: layouts)
    }

    /// Makes the task of files that were read of a folder.
    static func make(
        _ contents: FolderContents, of folder: String, layouts: [(language: Language, layout: ProjectLayout)]
    ) throws(InputError) -> CodingTask {
        let tree = contents.tree
        let name = FolderReader.name(of: folder)
        guard !tree.isEmpty else { throw InputError(folder, "holds no readable files") }
        let detection = ProjectDetection(tree, layouts: layouts)
        guard let project = detection.taken.first else {
            let names = layouts.filter { !$0.layout.tests.isEmpty }.map { "\($0.layout.tests[0]) (\($0.language.title))" }
            throw InputError(folder, "no tests found; tests are recognised by their file names: \(names.joined(separator: ", "))")
        }
        var task = make(project, of: tree, named: name)
        task.notes.append(detection.words)
        if let leftOut = contents.leftOutText { task.notes.append("left out: \(leftOut)") }
        return task
    }

    /// Makes the task of a project that was found in a tree.
    private static func make(_ project: DetectedProject, of tree: FileTree, named name: String) -> CodingTask {
        let separate = project.layout.separateTests ?? project.layout.tests
        let tests = tree.filtered { path in separate.contains { FileName.matches(path, $0) } }
        let start = tree.filtered { !tests.contains($0) }
        let brief = TaskBrief(
            id: name, title: name, statement: "", language: project.language, start: start,
            deliverables: start.paths, visibleTests: tests)
        var task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(), stub: FileTree())
        task.expectation = .asRunnerSays
        return task
    }
}
