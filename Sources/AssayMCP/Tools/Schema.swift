import AssaySupport

/// The JSON Schemas (draft 2020-12) of what tools take and answer.
enum Schema {
    /// An object of these members and no others; those that are not optional are required.
    static func object(_ members: KeyValuePairs<String, JSONValue>, optional: Set<String> = []) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for (name, schema) in members { properties[name] = schema }
        let required = members.map(\.key).filter { !optional.contains($0) }.map(JSONValue.string)
        return ["type": "object", "properties": .object(properties), "required": .array(required), "additionalProperties": false]
    }

    static func text(_ description: String, most: Int = 4096) -> JSONValue {
        ["type": "string", "description": .string(description), "maxLength": .number(Double(most))]
    }

    static func word(_ description: String, of words: [String]) -> JSONValue {
        ["type": "string", "description": .string(description), "enum": .array(words.map(JSONValue.string))]
    }

    static func number(_ description: String, _ range: ClosedRange<Double>? = nil) -> JSONValue { number("number", description, range) }

    static func integer(_ description: String, _ range: ClosedRange<Double>? = nil) -> JSONValue { number("integer", description, range) }

    static func flag(_ description: String) -> JSONValue { ["type": "boolean", "description": .string(description)] }

    static func list(_ description: String, of items: JSONValue, _ count: ClosedRange<Int>? = nil) -> JSONValue {
        var schema: [String: JSONValue] = ["type": "array", "description": .string(description), "items": items]
        if let count { (schema["minItems"], schema["maxItems"]) = (.number(Double(count.lowerBound)), .number(Double(count.upperBound))) }
        return .object(schema)
    }

    /// Texts by names that are not known before.
    static func map(_ description: String, most: Int) -> JSONValue {
        ["type": "object", "description": .string(description), "additionalProperties": ["type": "string"], "maxProperties": .number(Double(most))]
    }

    private static func number(_ type: String, _ description: String, _ range: ClosedRange<Double>?) -> JSONValue {
        var schema: [String: JSONValue] = ["type": .string(type), "description": .string(description)]
        if let range { (schema["minimum"], schema["maximum"]) = (.number(range.lowerBound), .number(range.upperBound)) }
        return .object(schema)
    }
}
