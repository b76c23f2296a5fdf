import AssayCore
import AssaySupport
import FoundationEssentials

/// Harbor's tasks, as far as they need no image of their own: `instruction.md`, `task.toml`, `environment/Dockerfile`
/// and `tests/test.sh`, which writes a reward into `/logs/verifier`.
///
/// Of a Dockerfile WORKDIR and COPY are understood; one that runs or installs something is refused.
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
        var form: CheckForm
        do throws(InputError) {
            let place = try environment(folder + "/environment")
            brief.start = place.start
            form = .script(directory: place.directory, seconds: settings.seconds)
        } catch {
            // The reason is part of the task's identity, where the suite lies is not.
            form = .unjudgeable(reason: "\(error.place.trimmingPrefix(folder + "/")): \(error.message)")
        }
        return CodingTask(brief: brief, form: form, hidden: HiddenChecks(files: try tests(folder + "/tests")))
    }

    /// The task's tests; no shell runs a script whose lines end as Windows ends them, or that has a byte order mark.
    private static func tests(_ folder: String) throws(InputError) -> FileTree {
        let files = try FolderReader.read(folder).texts.map { path, text in
            (path, path.hasSuffix(".sh") ? text.withoutByteOrderMark.withUnixLineEnds : text)
        }
        do {
            return try FileTree(Dictionary(uniqueKeysWithValues: files))
        } catch {
            throw InputError(folder, "\(error)")
        }
    }

    /// The working folder of the task, and the files in it at the start.
    private static func environment(_ folder: String) throws(InputError) -> (directory: String, start: FileTree) {
        let path = folder + "/Dockerfile"
        var directory = "/app"
        guard FileManager.default.fileExists(atPath: path) else { return (directory, FileTree()) }
        let text = try TextFile.read(path)
        let all = try FolderReader.read(folder)
        var start = FileTree()
        for (number, raw) in text.allLines.enumerated() {
            let words = raw.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let place = "\(path):\(number + 1)"
            switch (first.uppercased(), words.count) {
            case ("FROM", _), ("ENV", _), ("LABEL", _), ("CMD", _), ("USER", _): continue
            case ("WORKDIR", 2) where words[1].hasPrefix("/") && words[1] != "/": directory = words[1]
            case ("COPY", 3):
                do {
                    for (from, to) in try copied(from: words[1], to: words[2], of: all, into: directory, place: place) { try start.set(to, all[from] ?? "") }
                } catch let error as InputError {
                    throw error
                } catch {
                    throw InputError(place, "\(error)")
                }
            default:
                throw InputError(
                    place, "'\(TerminalText.line(String(raw), limit: 80))' needs an image, and none is built here")
            }
        }
        return (directory, start)
    }

    /// The files that a COPY instruction adds, by path relative to the working folder.
    private static func copied(
        from: String, to: String, of all: FileTree, into directory: String, place: String
    ) throws(InputError) -> [(String, String)] {
        func bare(_ path: String) -> String {
            path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        }
        guard !to.hasPrefix("/") || to == directory || to.hasPrefix(directory + "/") else {
            throw InputError(place, "copies to \(TerminalText.line(to)), which is outside of the working folder \(directory)")
        }
        let (source, target) = (bare(from), bare(to.hasPrefix("/") ? String(to.dropFirst(directory.count)) : to))
        if all[source] != nil {
            let name = source.split(separator: "/").last.map(String.init) ?? source
            return [(source, to.hasSuffix("/") || target.isEmpty ? bare(target + "/" + name) : target)]
        }
        return all.paths.filter { source.isEmpty ? $0 != "Dockerfile" : $0.hasPrefix(source + "/") }.map {
            ($0, bare(target + "/" + $0.dropFirst(source.isEmpty ? 0 : source.count + 1)))
        }
    }
}
