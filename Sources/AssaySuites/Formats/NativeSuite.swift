import AssayCore
import AssaySupport
import FoundationEssentials
import Yams

/// Our own task folders: task.yaml, statement.md, start/, visible/, hidden/, reference/, stub/.
enum NativeSuite {
    private struct Manifest: Decodable {
        var title: String
        var language: Language
        var deliverables: [String]
        var interface: [Symbol]?
        var examples: [Call]?
        /// Faults in the reference that change nothing, as `suite validate` names them.
        var equivalent: [String]?

        struct Symbol: Decodable {
            var symbol: String
            var signature: String
            var file: String
            var parameters: [String]?
            var returns: String?
        }
        struct Call: Decodable {
            var call: String
            var expected: String
        }
    }

    /// The entry of this format in the list of all.
    static let format = FolderFormat(name: "Assay", fits: { _ in true }, load: load)

    /// Makes the tasks of a folder, one of each folder in it that has a task.yaml.
    static func load(_ folder: String) throws(InputError) -> [CodingTask] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        var tasks: [CodingTask] = []
        for name in names {
            let manifest = "\(folder)/\(name)/task.yaml"
            guard FileManager.default.fileExists(atPath: manifest) else { continue }
            tasks.append(try task("\(folder)/\(name)", id: name, manifest: manifest))
        }
        guard !tasks.isEmpty else {
            throw InputError(folder, "holds no task; each task is a folder with a task.yaml")
        }
        return tasks
    }

    private static func task(
        _ folder: String, id: String, manifest path: String
    ) throws(InputError) -> CodingTask {
        let manifest: Manifest
        let statement: String
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            manifest = try YAMLDecoder().decode(Manifest.self, from: text)
        } catch {
            throw InputError(path, YAMLProblem.describe(error))
        }
        do {
            statement = try String(contentsOfFile: folder + "/statement.md", encoding: .utf8)
        } catch {
            throw InputError(folder + "/statement.md", "cannot be read; every task needs a statement")
        }
        let start = try FolderReader.read(folder + "/start")
        let stub = try FolderReader.read(folder + "/stub")
        let reference = try FolderReader.read(folder + "/reference")
        var brief = TaskBrief(
            id: id, title: manifest.title, statement: statement.trimmed,
            language: manifest.language, start: start, deliverables: manifest.deliverables,
            interface: (manifest.interface ?? []).map {
                InterfaceSymbol(symbol: $0.symbol, signature: $0.signature, file: $0.file)
            },
            examples: (manifest.examples ?? []).map { Example(call: $0.call, expected: $0.expected) },
            visibleTests: try FolderReader.read(folder + "/visible"))
        let visible = try cases(folder + "/visible")
        let hidden = try FolderReader.read(folder + "/hidden")
        let functions = try functions(manifest, path)
        let cases = try cases(folder + "/hidden")
        let isProgram = !cases.isEmpty && (visible + cases).allSatisfy(\.isOfProgram)
        guard isProgram || functions.isEmpty == cases.isEmpty else {
            throw InputError(
                path,
                "a task judged by calls has 'parameters' and 'returns' in its interface, and hidden/\(Self.caseFile); "
                    + "a program's cases all have 'input' and 'output'")
        }
        brief.cases = visible
        if isProgram { brief.statement += Self.samples(visible) }
        var task = CodingTask(
            brief: brief, form: isProgram ? .streams : functions.isEmpty ? .project : .calls(functions),
            hidden: HiddenChecks(
                files: cases.isEmpty ? hidden.filtered { $0 != Self.generatorFile } : FileTree(), cases: cases,
                generator: hidden[Self.generatorFile]),
            reference: reference.isEmpty ? nil : reference,
            stub: stub.isEmpty
                ? start.filtered { manifest.deliverables.contains($0) } : stub)
        task.equivalentMutants = Set(manifest.equivalent ?? [])
        return task
    }

    /// The visible cases of a program, as a part of its statement.
    private static func samples(_ cases: [CallCase]) -> String {
        cases.enumerated().map { index, item in
            func text(_ value: CallValue?) -> String { if case .string(let text)? = value { text.trimmed } else { "(ends with an error)" } }
            return "\n\nInput \(index + 1):\n```\n\(text(item.arguments.first))\n```\nOutput \(index + 1):\n```\n\(text(item.returns))\n```"
        }.joined()
    }

    private static let caseFile = "cases.jsonl"
    private static let generatorFile = "generate.py"

    /// Functions that are judged by calls: those whose types are given.
    private static func functions(_ manifest: Manifest, _ path: String) throws(InputError) -> [CallFunction] {
        var functions: [CallFunction] = []
        for symbol in manifest.interface ?? [] {
            guard let returns = symbol.returns else { continue }
            var types: [ValueType] = []
            for text in (symbol.parameters ?? []) + [returns] {
                guard let type = ValueType(text) else {
                    throw InputError(path, "'\(text)' is no type of a call; there are int, float, bool, string and list<T>")
                }
                types.append(type)
            }
            functions.append(CallFunction(name: symbol.symbol, parameters: types.dropLast(), returns: types.removeLast()))
        }
        return functions
    }

    /// The calls in a folder's cases.jsonl; none where there is no such file.
    private static func cases(_ folder: String) throws(InputError) -> [CallCase] {
        let path = "\(folder)/\(caseFile)"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw InputError(path, "cannot be read as text") }
        var cases: [CallCase] = []
        for (index, line) in text.allLines.enumerated() where !String(line).trimmed.isEmpty {
            do {
                cases.append(try JSON.decode(CallCase.self, String(line)))
            } catch {
                throw InputError(
                    "\(path):\(index + 1)",
                    "is no case; an example: {\"arguments\": [1, 2], \"returns\": 3}, or for a program {\"input\": \"1 2\", \"output\": \"3\"}")
            }
        }
        return cases
    }
}
