package import AssayCore
package import AssaySupport
import FoundationEssentials
import Glibc

/// Loads a suite from a folder of tasks or a JSON Lines file, by what it holds.
package enum SuiteLoader {
    /// The largest file that is read as a suite.
    static let sizeLimit = 256 << 20

    /// Loads the tasks; a line or a folder that holds none is told in `malformed`, and refuses no other.
    ///
    /// - Throws: `InputError` where there is nothing to be read, or not one task in it.
    package static func load(_ path: String) throws(InputError) -> Suite {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(path, "no such file or folder; name a suite folder or a .jsonl file", kind: .missing)
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var (tasks, malformed, seen) = ([CodingTask](), [InputError](), Set<ExactName>())
        for (place, entry) in try isFolder ? folder(path) : file(path) {
            do throws(InputError) {
                let task = try entry.get()
                // Which of them is meant nobody can tell; the first one keeps the name.
                guard seen.insert(ExactName(task.id)).inserted else { throw InputError(place, "the task id '\(TerminalText.line(task.id))' occurs twice") }
                tasks.append(task)
            } catch {
                malformed.append(error)
            }
        }
        guard !tasks.isEmpty else {
            let more = malformed.count - 1
            guard let first = malformed.first else { throw InputError(path, "holds no tasks") }
            throw InputError(first.place, first.message + (more > 0 ? "; nor is any of the other \(more) entries a task" : ""))
        }
        return Suite(name: name, tasks: tasks, malformed: malformed)
    }

    /// A task, or why there is none, and where.
    private typealias Entry = (place: String, task: Result<CodingTask, InputError>)

    private static func folder(_ path: String) throws(InputError) -> [Entry] {
        guard access(path, R_OK | X_OK) == 0 else { throw InputError(path, "cannot be read: \(String(cString: strerror(errno)))", kind: .missing) }
        for format in SuiteFormats.folders {
            let folders = format.tasks(path)
            if !folders.isEmpty { return folders.map { folder in (folder, Result { () throws(InputError) in try format.task(folder) }) } }
        }
        throw InputError(path, "holds no task; each task is a folder with a task.yaml")
    }

    private static func file(_ path: String) throws(InputError) -> [Entry] {
        let rows = try JSONLines.rows(path)
        guard let first = rows.first else { throw InputError(path, "the file is empty; expected one JSON object per line") }
        let lines = rows.compactMap { try? $0.get() }
        guard let format = lines.lazy.compactMap({ line in SuiteFormats.files.first { $0.fits(line) } }).first else {
            let names = SuiteFormats.files.map(\.name)
            throw InputError(
                try first.get().place,
                "not a known suite format; expected \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
        }
        return rows.map { row in
            let place = (try? row.get())?.place ?? path
            return (place, row.flatMap { line in Result { () throws(InputError) in try format.task(line) } })
        }
    }

    /// Loads one task by its id.
    package static func task(_ id: String, of suite: String) throws(InputError) -> CodingTask {
        let loaded = try load(suite)
        guard let found = loaded.byID[ExactName(id)] else {
            let odd = loaded.malformed.first.map { "; \(loaded.malformed.count) malformed, the first is \($0)" } ?? ""
            throw InputError(suite, "has no task '\(TerminalText.line(id))'\(odd)")
        }
        return found
    }

    /// Loads a task that is named `SUITE/TASK`, and says which part names the suite.
    ///
    /// Both may hold slashes; the longest path that is there is the suite.
    package static func named(_ name: String) throws(InputError) -> (suite: String, task: CodingTask) {
        var rest = name[...]
        while let slash = rest.lastIndex(of: "/") {
            let path = String(name[..<slash])
            if FileManager.default.fileExists(atPath: path) { return (path, try task(String(name[name.index(after: slash)...]), of: path)) }
            rest = name[..<slash]
        }
        throw InputError(name, "no such suite; name SUITE/TASK, for example fixtures/suites/demo/roman-numerals", kind: .missing)
    }
}
