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
    static let format = FolderFormat(name: "Assay", tasks: tasks, task: task)

    private static func tasks(in folder: String) -> [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return names.map { "\(folder)/\($0)" }.filter { FileManager.default.fileExists(atPath: $0 + "/" + manifestFile) }
    }

    private static func task(_ folder: String) throws(InputError) -> CodingTask {
        let (id, path) = (FolderReader.name(of: folder), "\(folder)/\(manifestFile)")
        let manifest: Manifest
        let text = try TextFile.read(path)
        do {
            manifest = try YAMLDecoder().decode(Manifest.self, from: text)
        } catch {
            throw InputError(path, YAMLProblem.describe(error))
        }
        let statement = try TextFile.read(folder + "/statement.md").withUnixLineEnds
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

    private static let manifestFile = "task.yaml"
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
    ///
    /// A case that cannot be read refuses the task: without it a wrong answer could pass.
    private static func cases(_ folder: String) throws(InputError) -> [CallCase] {
        let path = "\(folder)/\(caseFile)"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        var cases: [CallCase] = []
        try LineFile(path).forEach { bytes, _, number throws(InputError) in
            if JSONLine.isBlank(bytes) { return }
            do {
                cases.append(try JSON.decode(CallCase.self, bytes))
            } catch let error as JSONText.Problem {
                throw error.error(in: bytes, at: "\(path):\(number)")
            } catch {
                throw InputError(
                    "\(path):\(number)",
                    "is no case; an example: {\"arguments\": [1, 2], \"returns\": 3}, or for a program {\"input\": \"1 2\", \"output\": \"3\"}")
            }
        }
        return cases
    }
}
