package import AssayCore
import FoundationEssentials

/// A JSON value, for formats whose extra keys must survive.
package enum JSONValue: Sendable, Codable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let whole = Int(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    package var text: String? { if case .string(let value) = self { value } else { nil } }
    package var texts: [String]? {
        if case .array(let values) = self { values.compactMap(\.text) } else { nil }
    }
    package var textMap: [String: String]? {
        if case .object(let values) = self { values.compactMapValues(\.text) } else { nil }
    }
}

/// One line of a JSON Lines file, with its place for error messages.
package struct JSONLine: Sendable {
    package let place: String
    package let object: [String: JSONValue]

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
            lines.append(JSONLine(place: place, object: object))
        }
        return lines
    }
}
