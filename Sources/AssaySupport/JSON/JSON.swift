import FoundationEssentials

/// JSON in Assay's style: sorted snake_case keys, unescaped slashes.
package enum JSON {
    /// Encodes on one line.
    package static func line(_ value: some Encodable) throws -> String {
        try text(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    /// Encodes for people.
    package static func pretty(_ value: some Encodable) throws -> String {
        try text(value, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])
    }

    /// Decodes from text.
    package static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try decode(type, Array(text.utf8))
    }

    /// Decodes from the bytes of a text.
    ///
    /// - Throws: `JSONText.Problem` for what is no JSON, `DecodingError` for JSON of another shape.
    package static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        try JSONValueDecoder(JSONText.value(bytes), snakeCaseKeys: true).decode(type)
    }

    /// Decodes foreign JSON with its keys as they are; nil when it is malformed.
    package static func foreign<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        guard let value = JSONText.value(text) else { return nil }
        return try? JSONValueDecoder(value, snakeCaseKeys: false).decode(type)
    }

    /// Encodes a foreign format with its keys as they are.
    package static func foreign(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes, .sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    private static func text(
        _ value: some Encodable, _ format: JSONEncoder.OutputFormatting
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
