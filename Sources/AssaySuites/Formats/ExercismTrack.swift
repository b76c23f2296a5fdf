import AssayCore
import AssaySupport
import FoundationEssentials

/// An Exercism track as its repository has it: `exercises/practice/<slug>/` with `.meta/config.json`, which says what is
/// solution, test and example; or one such exercise.
enum ExercismTrack {
    private struct Configuration: Decodable {
        struct Files: Decodable {
            var solution: [String]
            var test: [String]
            var example: [String]?
            var exemplar: [String]?
            var editor: [String]?
        }
        var files: Files
    }

    /// The languages by the file extensions of their solutions.
    private static let languages: [String: Language] = [
        "swift": .swift, "py": .python, "rs": .rust, "cpp": .cpp, "c": .c, "js": .javascript, "ts": .typescript, "go": .go, "java": .java,
        "sh": .shell,
    ]

    /// The entry of this format in the list of all.
    static let format = FolderFormat(name: "Exercism track", tasks: exercises, task: task)

    private static func exercises(in folder: String) -> [String] {
        func isExercise(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path + "/.meta/config.json") }
        if isExercise(folder) { return [folder] }
        for place in [folder, folder + "/exercises/practice", folder + "/practice"] {
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
            let found = names.map { "\(place)/\($0)" }.filter(isExercise)
            if !found.isEmpty { return found }
        }
        return []
    }

    private static func task(_ folder: String) throws(InputError) -> CodingTask {
        let place = folder + "/.meta/config.json"
        guard let files = JSON.foreign(Configuration.self, try TextFile.read(place))?.files else {
            throw InputError(place, "must have 'files' with the lists 'solution', 'test' and 'example'")
        }
        let ending = files.solution.first?.split(separator: ".").last.map(String.init) ?? ""
        guard let language = languages[ending] else {
            throw InputError(place, "solutions that end in '.\(TerminalText.line(ending, limit: 20))' are of no language that is judged here")
        }
        let tree = try FolderReader.read(folder)
        let example = (files.example ?? []) + (files.exemplar ?? [])
        for path in files.solution + files.test + example where !tree.contains(path) {
            throw InputError(place, "names '\(TerminalText.line(path))', which is not there")
        }
        return try ExercismSuite.task(
            ExercismSuite.Exercise(
                slug: FolderReader.name(of: folder), language: language,
                files: tree.texts, solutions: files.solution,
                tests: files.test + (files.editor ?? []).filter { tree[$0] != nil },
                example: Dictionary(example.map { ($0, tree[$0] ?? "") }, uniquingKeysWith: { one, _ in one }),
                // Tests of the Swift track skip all but the first without it.
                environment: language == .swift ? ["RUNALL": "true"] : [:]), place)
    }
}
