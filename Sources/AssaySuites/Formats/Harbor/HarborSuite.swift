import AssayCore
import AssaySupport
import FoundationEssentials

/// Harbor's tasks, as far as they need no image of their own: `instruction.md`, `task.toml`, `environment/Dockerfile`
/// and `tests/test.sh`, which writes a reward into `/logs/verifier`.
///
/// A Dockerfile that only installs packages and copies files says what this machine has to have; of any other, nothing is run.
enum HarborSuite {
    /// The entry of this format in the list of all.
    static let format = FolderFormat(name: "Harbor", tasks: tasks, task: task)

    private static func tasks(in folder: String) -> [String] {
        func isTask(_ path: String) -> Bool {
            ["instruction.md", "tests/test.sh"].allSatisfy { FileManager.default.fileExists(atPath: "\(path)/\($0)") }
        }
        if isTask(folder) { return [folder] }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return names.map { "\(folder)/\($0)" }.filter(isTask)
    }

    private static func task(_ folder: String) throws(InputError) -> CodingTask {
        let statement = try TextFile.read(folder + "/instruction.md").withUnixLineEnds
        let path = folder + "/task.toml"
        let settings = try HarborSettings(FileManager.default.fileExists(atPath: path) ? TextFile.read(path) : "", path: path)
        let id = FolderReader.name(of: folder)
        var brief = TaskBrief(id: id, title: id, statement: statement.trimmed, language: .shell, deliverables: ["**"])
        let place = try environment(folder + "/environment")
        let form: CheckForm
        if place.unclear.isEmpty {
            brief.start = place.start
            form = .script(directory: place.directory, seconds: settings.seconds)
        } else {
            // The reason is part of the task's identity, where the suite lies is not.
            form = .unjudgeable(reason: "environment/Dockerfile:" + place.unclear.joined(separator: "; :"))
        }
        var task = CodingTask(
            brief: brief, form: form, hidden: HiddenChecks(files: try tests(folder + "/tests")),
            environment: place.unclear.isEmpty ? place.recipe.variables : [:])
        if place.unclear.isEmpty, !place.recipe.asksForNothing { task.recipe = place.recipe }
        task.notes = place.understood.map { "environment/Dockerfile:\($0)" }
        return task
    }

    /// The task's tests; no shell runs a script whose lines end as Windows ends them, or that has a byte order mark.
    private static func tests(_ folder: String) throws(InputError) -> FileTree {
        var files = try FolderReader.read(folder)
        for (path, text) in files.texts where path.hasSuffix(".sh") {
            let isExecutable = files.entries[path]?.isExecutable ?? false
            do {
                try files.set(path, .text(text.withoutByteOrderMark.withUnixLineEnds, isExecutable: isExecutable))
            } catch {
                throw InputError(folder, "\(error)")
            }
        }
        return files
    }

    /// What the task's Dockerfile asks for; nothing where it has none.
    private static func environment(_ folder: String) throws(InputError) -> HarborEnvironment {
        let path = folder + "/Dockerfile"
        guard FileManager.default.fileExists(atPath: path) else { return HarborEnvironment() }
        return HarborEnvironment(Dockerfile(try TextFile.read(path)), context: try FolderReader.read(folder))
    }
}
