/// A JSON value, for formats whose extra keys must survive.
package enum JSONValue: Sendable, Codable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    /// A number, a string or an object that the other cases cannot hold, as it was written.
    case literal(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads any JSON value.
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

    /// Writes the value as JSON.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let whole = Int(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
        case .literal:
            if let text {
                try container.encode(text)
            } else if let number {
                try container.encode(number)
            } else {
                try container.encodeNil()
            }
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The value of an object's key; nil for all else.
    package subscript(_ key: String) -> JSONValue? { if case .object(let values) = self { values[key] } else { nil } }
    /// The item of an array; nil for all else.
    package subscript(_ index: Int) -> JSONValue? {
        if case .array(let values) = self, values.indices.contains(index) { values[index] } else { nil }
    }
    /// The members of an object; nil for all else.
    package var object: [String: JSONValue]? { if case .object(let values) = self { values } else { nil } }
    /// The value as a finite number; nil for all else.
    package var number: Double? {
        switch self {
        case .number(let value): value
        case .literal(let token): Double(token).flatMap { $0.isFinite ? $0 : nil }
        default: nil
        }
    }
    /// The value as a string; nil for all else.
    package var text: String? {
        switch self {
        case .string(let value): value
        case .literal(let token): JSONEscapes.text(ofToken: token) { _ in "\u{FFFD}" }
        default: nil
        }
    }
    /// The value as an array of strings; nil for all else.
    package var texts: [String]? {
        if case .array(let values) = self { values.compactMap(\.text) } else { nil }
    }
    /// The value as an object of strings; nil for all else.
    package var textMap: [String: String]? {
        if case .object(let values) = self { values.compactMapValues(\.text) } else { nil }
    }
}
