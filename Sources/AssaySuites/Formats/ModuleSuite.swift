import AssayCore
import AssaySupport

/// Modules of several Python functions as `assay suite compose` writes them: `task_id, stub, reference, functions`.
enum ModuleSuite {
    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "Assay modules (functions, stub)", fits: fits, task: task)

    /// Whether a line is one of these tasks.
    static func fits(_ line: JSONLine) -> Bool { line.object["functions"] != nil && line.object["stub"] != nil }

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        let module: ComposedModule
        do {
            module = try JSON.decode(ComposedModule.self, line.source)
        } catch {
            throw InputError(
                line.place,
                "is no module of functions; it has the keys task_id, stub, reference and functions, and each function name, source, signature, "
                    + "prelude, examples and test")
        }
        guard !module.functions.isEmpty, Set(module.functions.map(\.name)).count == module.functions.count else {
            throw InputError(line.place, "the key 'functions' must list at least one function, none twice")
        }
        do {
            return try module.task()
        } catch {
            throw InputError(line.place, "\(error)")
        }
    }
}
