import AssayCore
import AssaySupport

/// A function task as a part of a module: what it adds to the module, and what judges it.
struct ComposableFunction {
    /// Why a task cannot be a part of a module.
    struct Refusal: Error { let reason: String }

    let id: String
    let name: String
    let signature: String
    let prelude: String
    let examples: [Example]
    let test: String
    let stub: PythonModule
    let reference: PythonModule
    /// The names that its reference defines at the top level of the module.
    private let own: Set<String>
    /// The names that it imports there, with their origins.
    private let imported: [String: String]
    /// The names that its code mentions.
    private let mentioned: Set<String>

    /// Takes a task of one function apart.
    init(_ task: CodingTask) throws(Refusal) {
        guard case .pythonFunction(let name, let prelude) = task.form, let file = task.brief.singleDeliverable, let test = task.hidden.oracle else {
            throw Refusal(reason: "is no Python function with a test")
        }
        guard let reference = task.reference?[file] else { throw Refusal(reason: "has no reference solution") }
        (id, self.name, self.prelude, self.test, examples) = (task.id, name, prelude, test, task.brief.examples)
        self.reference = PythonModule(reference)
        guard let header = self.reference.definition(of: name)?.header else { throw Refusal(reason: "its reference does not define '\(name)'") }
        stub = task.brief.prompt == nil ? Self.unwritten(header, saying: task.brief.statement) : PythonModule(task.stub[file] ?? "")
        guard let definition = stub.definition(of: name), let asked = definition.header else { throw Refusal(reason: "its prompt does not define '\(name)'") }
        signature = asked
        let statements = stub.statements + self.reference.statements
        own = statements.reduce(into: []) { $0.formUnion($1.bound) }
        imported = statements.reduce(into: [:]) { $0.merge($1.imported) { one, _ in one } }
        mentioned = stub.mentioned.union(self.reference.mentioned)
    }

    /// The stub of a function whose task shows no code: its header with the statement as docstring.
    private static func unwritten(_ header: String, saying statement: String) -> PythonModule {
        let lines = statement.replacing("\\", with: "\\\\").replacing("\"\"\"", with: "'''").trimmed.allLines
        let body = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        return PythonModule("\(header)\n    \"\"\"\n\(body)\n    \"\"\"\n    pass\n")
    }

    /// Why it can share a module with no other function; nil where it can.
    var singular: String? {
        if let name = own.union(imported.keys).intersection(Self.builtins).sorted().first {
            return "it gives the builtin name '\(name)' another meaning, which other functions would see"
        }
        if let origin = imported.first(where: { $0.key == "*" && $0.value != "typing.*" })?.value {
            return "it imports all of '\(origin.dropLast(2))', which may replace what other functions use"
        }
        return nil
    }

    /// Whether one of two functions in a module would see a name of the other that means something else to it.
    func clashes(with other: ComposableFunction) -> Bool {
        if !own.isDisjoint(with: other.mentioned) || !other.own.isDisjoint(with: mentioned) { return true }
        return imported.contains { name, origin in name != "*" && other.imported[name].map { $0 != origin } ?? false }
    }

    /// Builtin functions and types of Python 3 that programs call.
    private static let builtins: Set<String> = [
        "abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "complex", "dict", "dir", "divmod", "enumerate", "eval",
        "exec", "filter", "float", "format", "frozenset", "getattr", "hasattr", "hash", "hex", "id", "input", "int", "isinstance", "issubclass",
        "iter", "len", "list", "map", "max", "min", "next", "object", "oct", "open", "ord", "pow", "print", "property", "range", "repr", "reversed",
        "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip",
    ]
}
