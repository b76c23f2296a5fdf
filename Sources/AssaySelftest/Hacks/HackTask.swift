package import AssayCore
import AssaySupport

/// One task of the corpus, the same in all languages.
package struct HackTask: Sendable, Decodable {
    /// Its name.
    package let id: String
    var statement: String
    var function: String
    var parameters: [String]
    var returns: String
    var examples: [CallCase]
    var cases: [CallCase]
    var generator: String

    /// All of them, by id.
    package static func all() throws(HarnessError) -> [String: HackTask] {
        do {
            let tasks = try JSON.decode([HackTask].self, String(decoding: PackageResources.tasks_json, as: UTF8.self))
            return Dictionary(uniqueKeysWithValues: tasks.map { ($0.id, $0) })
        } catch {
            throw HarnessError(.suite, "fixtures/hacks/tasks.json cannot be read: \(error)")
        }
    }

    /// Returns the path of the answer, by language.
    package static func deliverable(_ language: Language) -> String {
        switch language {
        case .python: "solution.py"
        case .javascript: "solution.js"
        case .rust: "solution.rs"
        case .java: "Solution.java"
        default: "solution.\(language.rawValue)"
        }
    }

    /// The variant of the task for one language.
    package func task(_ language: Language) throws(HarnessError) -> CodingTask {
        let types = (parameters + [returns]).compactMap(ValueType.init)
        guard types.count == parameters.count + 1, let last = types.last else {
            throw HarnessError(.suite, "fixtures/hacks/tasks.json: \(id) has a type that is none")
        }
        let file = Self.deliverable(language)
        var brief = TaskBrief(
            id: id, title: function, statement: statement, language: language, deliverables: [file],
            interface: [InterfaceSymbol(symbol: function, signature: function, file: file)])
        brief.cases = examples
        return CodingTask(
            brief: brief, form: .calls([CallFunction(name: function, parameters: types.dropLast(), returns: last)]),
            hidden: HiddenChecks(cases: cases, generator: generator))
    }
}

extension HackProgram {
    /// Returns the files that it delivers, with its source under the path that the task asks for.
    package func candidate(as path: String? = nil) throws(HarnessError) -> Candidate {
        do {
            var tree = try FileTree(files)
            try tree.set(path ?? HackTask.deliverable(language), source)
            return Candidate(files: tree)
        } catch {
            throw HarnessError(.suite, "\(id): \(error)")
        }
    }
}
