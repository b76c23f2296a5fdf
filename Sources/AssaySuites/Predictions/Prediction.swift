package import AssaySupport
import FoundationEssentials

/// One prediction in SWE-bench's form: `instance_id, model_name_or_path, model_patch`.
package struct Prediction: Sendable {
    /// The name of the issue that it answers.
    package let instance: String
    /// The model that made it, as the file names it; empty where it does not.
    package let model: String
    /// In the form of `git diff`; empty where nothing was predicted.
    package let patch: String

    /// Reads predictions from JSON Lines, from a JSON list, or from a JSON object by instance.
    package static func load(_ path: String) throws(InputError) -> [Prediction] {
        guard path.hasSuffix(".json") else { return try JSONLines.read(path).map { line throws(InputError) in try make(line.object, line.place) } }
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= SuiteLoader.sizeLimit else {
            throw InputError(path, "cannot be read, or is larger than 256 MiB")
        }
        switch try? JSONDecoder().decode(JSONValue.self, from: data) {
        case .array(let items)?:
            return try items.enumerated().map { index, item throws(InputError) in
                guard case .object(let object) = item else { throw InputError("\(path) item \(index + 1)", "must be an object") }
                return try make(object, "\(path) item \(index + 1)")
            }
        case .object(let instances)?:
            return try instances.sorted { $0.key < $1.key }.map { id, item throws(InputError) in
                guard case .object(var object) = item else { throw InputError("\(path) '\(TerminalText.line(id))'", "must be an object") }
                object["instance_id"] = .string(id)
                return try make(object, "\(path) '\(TerminalText.line(id))'")
            }
        default: throw InputError(path, "is neither a JSON list nor an object of predictions")
        }
    }

    private static func make(_ object: [String: JSONValue], _ place: String) throws(InputError) -> Prediction {
        guard let instance = object["instance_id"]?.text, !instance.isEmpty, !instance.contains("/"), !instance.hasPrefix(".") else {
            throw InputError(place, "the key 'instance_id' must be a name without a slash")
        }
        guard let patch = object["model_patch"]?.text ?? (object["model_patch"] == .null ? "" : nil) else {
            throw InputError(place, "the key 'model_patch' must be a text in the form of 'git diff'")
        }
        return Prediction(instance: instance, model: object["model_name_or_path"]?.text ?? "", patch: patch)
    }
}
