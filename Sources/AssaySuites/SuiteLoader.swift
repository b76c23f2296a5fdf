package import AssayCore
package import AssaySupport
import FoundationEssentials

/// Loads a suite from a folder of tasks or a JSON Lines file, by what it holds.
package enum SuiteLoader {
    /// The largest file that is read as a suite.
    static let sizeLimit = 256 << 20

    /// Loads every task, or throws with the file, the line and what is wrong there.
    package static func load(_ path: String) throws(InputError) -> Suite {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(path, "no such file or folder; name a suite folder or a .jsonl file", kind: .missing)
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let tasks = try isFolder ? folder(path) : file(path)
        var seen: Set<ExactName> = []
        for task in tasks where !seen.insert(ExactName(task.id)).inserted {
            throw InputError(path, "the task id '\(TerminalText.line(task.id))' occurs twice")
        }
        guard !tasks.isEmpty else { throw InputError(path, "holds no tasks") }
        return Suite(name: name, tasks: tasks)
    }

    private static func folder(_ path: String) throws(InputError) -> [CodingTask] {
        guard let format = SuiteFormats.folders.first(where: { $0.fits(path) }) else { throw InputError(path, "holds no task") }
        return try format.load(path)
    }

    private static func file(_ path: String) throws(InputError) -> [CodingTask] {
        let lines = try JSONLines.read(path)
        guard let first = lines.first else { throw InputError(path, "the file is empty; expected one JSON object per line") }
        guard let format = SuiteFormats.files.first(where: { $0.fits(first) }) else {
            let names = SuiteFormats.files.map(\.name)
            throw InputError(
                first.place,
                "not a known suite format; expected \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
        }
        return try format.load(lines)
    }

    /// Loads one task by its id.
    package static func task(_ id: String, of suite: String) throws(InputError) -> CodingTask {
        guard let found = try load(suite).byID[ExactName(id)] else {
            throw InputError(suite, "has no task '\(TerminalText.line(id))'")
        }
        return found
    }

    /// Loads a task that is named `SUITE/TASK`; both may hold slashes, and the longest path that is there is the suite.
    package static func task(named name: String) throws(InputError) -> CodingTask {
        var rest = name[...]
        while let slash = rest.lastIndex(of: "/") {
            let path = String(name[..<slash])
            if FileManager.default.fileExists(atPath: path) { return try task(String(name[name.index(after: slash)...]), of: path) }
            rest = name[..<slash]
        }
        throw InputError(name, "no such suite; name SUITE/TASK, for example fixtures/suites/demo/roman-numerals", kind: .missing)
    }
}
