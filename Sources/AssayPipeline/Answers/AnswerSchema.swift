import AssaySupport

/// Parts of the JSON schemas (2020-12) that servers enforce on answers where they can.
enum AnswerSchema {
    static func text(most: Int? = nil) -> JSONValue {
        var schema = ["type": JSONValue.string("string")]
        if let most { schema["maxLength"] = .number(Double(most)) }
        return .object(schema)
    }

    static func list(_ item: JSONValue, least: Int? = nil, most: Int) -> JSONValue {
        var schema = ["type": JSONValue.string("array"), "items": item, "maxItems": .number(Double(most))]
        if let least { schema["minItems"] = .number(Double(least)) }
        return .object(schema)
    }

    /// One of some texts; any text where there are none to choose from.
    static func choice(_ values: [String], otherwise: JSONValue) -> JSONValue {
        values.isEmpty ? otherwise : .object(["enum": .array(values.map { .string($0) })])
    }

    /// An object with these fields and no others; servers write them in the order of `required`.
    static func record(_ fields: [String: JSONValue], required: [String]? = nil) -> JSONValue {
        .object([
            "type": .string("object"), "properties": .object(fields),
            "required": .array((required ?? fields.keys.sorted()).map { .string($0) }),
            "additionalProperties": .bool(false),
        ])
    }
}
