import AssayCore
import AssaySupport

/// A task of several functions in one Python module, as a line of a suite file.
///
/// The stub declares every function, the reference writes them; each function has the name of the task that it is from,
/// the definitions that its test may use, the examples of its docstring and its hidden test.
struct ComposedModule: Codable, Equatable {
    /// One function of the module, and what judges it.
    struct Function: Codable, Equatable {
        var name: String
        var source: String
        var signature: String
        var prelude: String
        var examples: [Example]
        var test: String
    }

    var taskId: String
    var stub: String
    var reference: String
    var functions: [Function]

    /// Puts functions into one module.
    init(id: String, _ members: [ComposableFunction]) {
        taskId = id
        stub = Self.module(of: members.map(\.stub))
        reference = Self.module(of: members.map(\.reference))
        functions = members.map {
            Function(name: $0.name, source: $0.id, signature: $0.signature, prelude: $0.prelude, examples: $0.examples, test: $0.test)
        }
    }

    /// One module of several: their imports, each once, and then the statements of each.
    private static func module(of parts: [PythonModule]) -> String {
        let statements = parts.flatMap(\.statements)
        let imports = statements.filter(\.isImport).map(\.text).uniqued()
        // What the compiler is told comes first, and names imported one by one win over those of a whole module.
        let ranks = imports.map { text in text.hasPrefix("from __future__") ? 0 : text.contains("*") ? 1 : 2 }
        let ordered = (0...2).flatMap { rank in zip(imports, ranks).filter { $0.1 == rank }.map(\.0) }
        let head = ordered.isEmpty ? [] : [ordered.joined(separator: "\n")]
        return (head + statements.filter { !$0.isImport }.map(\.text)).joined(separator: "\n\n\n") + "\n"
    }

    /// The task that this is: the module's stub is there, and the answer is the whole module.
    func task() throws -> CodingTask {
        let file = HumanEvalSuite.deliverable
        let names = functions.map { "`\($0.name)`" }.joined(separator: ", ")
        let asked =
            functions.count == 1
            ? "Write the body of the function \(names) of the Python module `\(file)` as its docstring says."
            : "Write the bodies of all \(functions.count) functions of the Python module `\(file)` as their docstrings say: \(names). "
                + "Every function must be complete; none may keep an empty body."
        let brief = TaskBrief(
            id: taskId, title: functions.map(\.name).joined(separator: ", "), statement: asked, language: .python,
            start: try FileTree([file: stub]), deliverables: [file],
            interface: functions.map { InterfaceSymbol(symbol: $0.name, signature: $0.signature, file: file) }, examples: functions.flatMap(\.examples))
        return CodingTask(
            brief: brief, form: .pythonModule(functions.map { PythonFunction(name: $0.name, prelude: $0.prelude) }),
            hidden: HiddenChecks(oracles: Dictionary(functions.map { ($0.name, $0.test) }) { first, _ in first }),
            reference: try FileTree([file: reference]), stub: brief.start)
    }
}
