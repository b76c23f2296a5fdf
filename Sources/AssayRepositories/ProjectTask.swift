package import AssayCore
import AssaySupport
import FoundationEssentials

/// Makes tasks of a plain project folder: the tests in the folder are their checks.
package enum ProjectTask {
    /// Makes the task of the first project that is found in a folder; throws when the folder has no tests of any layout.
    package static func load(
        _ folder: String, layouts: [(language: Language, layout: ProjectLayout)], choice: ProjectChoice = ProjectChoice()
    ) async throws -> CodingTask {
        let tasks = try await all(in: folder, layouts: layouts, choice: choice)
        guard let first = tasks.first else { throw InputError(folder, "holds no project") }
        return first
    }

    /// Makes a task of each project that is found in a folder; there is at least one.
    package static func all(
        in folder: String, layouts: [(language: Language, layout: ProjectLayout)], choice: ProjectChoice
    ) async throws -> [CodingTask] {
        try make(await ProjectFiles.contents(of: folder), of: folder, layouts: layouts, choice: choice)
    }

    /// Makes the tasks of files that were read of a folder; their dependencies are those of other manifests where these are given.
    static func make(
        _ contents: FolderContents, of folder: String, layouts: [(language: Language, layout: ProjectLayout)], choice: ProjectChoice = ProjectChoice(),
        manifests: FileTree? = nil
    ) throws -> [CodingTask] {
        let tree = contents.tree
        guard !tree.isEmpty else { throw InputError(folder, "holds no readable files") }
        let detection = try ProjectDetection(tree, layouts: layouts, choice: choice, of: folder)
        let leftOut = contents.leftOutText.map { ["left out: \($0)"] } ?? []
        return try detection.taken.map { project in
            let installed = InstalledDependencies(
                of: project, in: tree.below(project.folder), manifests: (manifests ?? tree).below(project.folder), folder: folder,
                choice: choice)
            let own = installed.tree
            var task = make(project, of: own, named: FolderReader.name(of: folder))
            task.commands = try own[ProjectSettings.file].flatMap(choice.commands)
            task.recipe = try own[ProjectSettings.file].flatMap(choice.recipe)
            if let recipe = task.recipe { task.environment = recipe.variables }
            let members = ProjectWorkspace.read(own, language: project.language, tests: project.layout.tests)?.inner ?? []
            task.notes =
                [detection.words(of: project, commands: task.commands, with: members.map(\.folder))]
                + (installed.layer.map { [$0.words] } ?? []) + leftOut
            if let alone = CargoWorkspace.untested(members, of: own), project.language == .rust { task.notes.append(alone) }
            task.shared = installed.shared
            task.unfetched = installed.layer?.facts.left
            task.outside = PackageManager(of: project.language)?.outside(of: own) ?? []
            return task
        }
    }

    /// Makes the task of a project that was found in a tree.
    private static func make(_ project: DetectedProject, of tree: FileTree, named name: String) -> CodingTask {
        let separate = project.layout.separateTests ?? project.layout.tests
        let tests = tree.filtered { path in separate.contains { FileName.matches(path, $0) } }
        let start = tree.filtered { !tests.contains($0) }
        var brief = TaskBrief(
            id: name, title: name, statement: "", language: project.language, start: start,
            deliverables: start.paths, visibleTests: tests)
        brief.testPatterns = separate
        var task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(), stub: FileTree())
        task.expectation = .asRunnerSays
        task.folder = project.folder
        task.buildSystem = project.buildSystem
        return task
    }
}

/// The file in which a project says how it is built and tested.
enum ProjectSettings {
    static let file = "assay.yaml"
}
