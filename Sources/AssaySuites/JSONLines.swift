package import AssayCore
import FoundationEssentials

/// One line of a JSON Lines file, with its place for error messages.
package struct JSONLine: Sendable {
    package let place: String
    package let object: [String: JSONValue]
    /// The line as it was written: whether a number is whole is only to be seen here.
    let source: String

    /// Returns a required string.
    package func text(_ key: String) throws(InputError) -> String {
        guard let value = object[key] else {
            throw InputError(place, "the key '\(key)' is missing")
        }
        guard let text = value.text else {
            throw InputError(place, "the key '\(key)' must be a string")
        }
        return text
    }
}

/// Reads JSON Lines with limits; bad lines are errors that name file and line.
package enum JSONLines {
    /// Reads every non-empty line as an object.
    package static func read(_ path: String) throws(InputError) -> [JSONLine] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw InputError(path, "cannot be read: no such file, or no permission")
        }
        guard data.count <= SuiteLoader.sizeLimit else {
            throw InputError(path, "is larger than 256 MiB")
        }
        let decoder = JSONDecoder()
        var lines: [JSONLine] = []
        for (index, raw) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let place = "\(path):\(index + 1)"
            if raw.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            guard let object = try? decoder.decode([String: JSONValue].self, from: Data(raw)) else {
                throw InputError(place, "not a JSON object; every line must be one")
            }
            lines.append(JSONLine(place: place, object: object, source: String(decoding: raw, as: UTF8.self)))
        }
        return lines
    }
}
