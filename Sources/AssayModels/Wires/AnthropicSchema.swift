import AssaySupport

/// The part of JSON Schema that Anthropic's structured outputs take.
enum AnthropicSchema {
    /// Limits that the interface refuses; what exceeds them is refused by the reader of the answer instead.
    private static let refused: Set<String> = [
        "maxLength", "minLength", "maxItems", "minItems", "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf", "pattern",
    ]

    /// The schema without what would be refused; objects have no other fields, which must be said.
    static func accepted(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .array(let items): return .array(items.map(accepted))
        case .object(var fields):
            let isObject = fields["type"] == .string("object")
            // The names under `properties` are the user's and no words of JSON Schema.
            let properties = fields["properties"]
            fields = fields.filter { !refused.contains($0.key) && $0.key != "properties" }.mapValues(accepted)
            if case .object(let named)? = properties { fields["properties"] = .object(named.mapValues(accepted)) }
            if isObject { fields["additionalProperties"] = .bool(false) }
            return .object(fields)
        default: return schema
        }
    }
}
