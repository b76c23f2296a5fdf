import FoundationEssentials

/// Decodes foreign JSON, whose keys are not in our style; nil when it is malformed.
enum PlainJSON {
    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
