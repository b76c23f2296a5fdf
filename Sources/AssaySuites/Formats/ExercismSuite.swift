import AssayCore
import AssaySupport

/// Exercism exercises as one object a line: files, solution_paths, test_paths, example.
enum ExercismSuite {
    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "Exercism (solution_paths)", fits: { $0.object["solution_paths"] != nil }, task: task)

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        let slug = try line.text("slug")
        let language = Language(rawValue: try line.text("language"))
        guard let files = line.object["files"]?.textMap,
            let solutions = line.object["solution_paths"]?.texts,
            let tests = line.object["test_paths"]?.texts,
            let example = line.object["example"]?.textMap
        else {
            throw InputError(
                line.place, "the keys files, solution_paths, test_paths and example are required")
        }
        return try task(
            Exercise(
                slug: slug, language: language, files: files, solutions: solutions, tests: tests, example: example,
                environment: line.object["env"]?.textMap ?? [:]), line.place)
    }

    /// One exercise, wherever it was read from.
    struct Exercise {
        var slug: String
        var language: Language
        var files: [String: String]
        var solutions: [String]
        var tests: [String]
        /// The reference solution, by path.
        var example: [String: String]
        var environment: [String: String]
    }

    static func task(_ exercise: Exercise, _ place: String) throws(InputError) -> CodingTask {
        let (solutions, tests, example) = (exercise.solutions, exercise.tests, exercise.example)
        do {
            let all = try FileTree(exercise.files)
            let testTree = all.filtered { tests.contains($0) && !solutions.contains($0) }
            let start = all.filtered {
                !$0.hasPrefix(".docs/") && !$0.hasPrefix(".meta/") && !$0.hasPrefix(".approaches/")
                    && testTree[$0] == nil
            }
            var deliverables = solutions
            var reference = FileTree()
            // Example files beyond the solution paths are the reference's own helpers.
            let folder = folderOf(solutions.first ?? "")
            for (index, path) in example.keys.sorted(by: { rank($0) < rank($1) }).enumerated() {
                let name = path.split(separator: "/").last.map(String.init) ?? path
                let target = index < solutions.count ? solutions[index] : folder + name
                if !deliverables.contains(target) { deliverables.append(target) }
                try reference.set(target, example[path] ?? "")
            }
            let docs = all.paths.filter { $0.hasPrefix(".docs/instructions") || $0.hasPrefix(".docs/introduction") }
            let brief = TaskBrief(
                id: exercise.slug, title: exercise.slug,
                statement: docs.compactMap { all[$0] }.joined(separator: "\n"),
                language: exercise.language, start: start, deliverables: deliverables,
                visibleTests: testTree)
            return CodingTask(
                brief: brief, form: .project,
                hidden: HiddenChecks(), reference: reference,
                stub: start.filtered { solutions.contains($0) },
                environment: exercise.environment)
        } catch {
            throw InputError(place, "\(error)")
        }
    }

    /// The main example comes first: it is used for the first solution path.
    private static func rank(_ path: String) -> String {
        (path.contains("xample") ? "0" : "1") + path
    }

    private static func folderOf(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
