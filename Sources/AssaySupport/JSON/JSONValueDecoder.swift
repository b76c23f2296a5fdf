/// Decodes values from what `JSONText` has read, so that all JSON goes through one lexer with its limits.
struct JSONValueDecoder: Decoder {
    /// The value that is decoded.
    let value: JSONValue
    /// Whether a key such as `task_id` stands for the name `taskId`.
    let hasSnakeCaseKeys: Bool
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ value: JSONValue, snakeCaseKeys: Bool, at path: [any CodingKey] = []) {
        (self.value, hasSnakeCaseKeys, codingPath) = (value, snakeCaseKeys, path)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(JSONKeyedContainer(try members(), of: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = value else { throw mismatch([JSONValue].self) }
        return JSONItemContainer(items, of: self)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    /// The object's members by the names that types have for them.
    private func members() throws -> [String: JSONValue] {
        guard case .object(let members) = value else { throw mismatch([String: JSONValue].self) }
        guard hasSnakeCaseKeys else { return members }
        return Dictionary(members.map { (Self.name(ofKey: $0.key), $0) }, uniquingKeysWith: { Self.isPreferred($0.key, to: $1.key) ? $0 : $1 }).mapValues(
            \.value)
    }

    /// Which of two keys that stand for one name is read: `task_id`, as it is written, before `taskId` and `Task_ID`.
    private static func isPreferred(_ key: String, to other: String) -> Bool {
        let (isWritten, otherIsWritten) = (key == key.lowercased(), other == other.lowercased())
        return isWritten == otherIsWritten ? key < other : isWritten
    }

    /// The decoder of a part of the value.
    func part(_ value: JSONValue, _ key: any CodingKey) -> JSONValueDecoder {
        JSONValueDecoder(value, snakeCaseKeys: hasSnakeCaseKeys, at: codingPath + [key])
    }

    func mismatch(_ type: Any.Type) -> DecodingError {
        if value == .null {
            return .valueNotFound(type, .init(codingPath: codingPath, debugDescription: "null stands where a value of the type \(type) should be"))
        }
        return .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "no value of the type \(type)"))
    }

    /// `task_id` → `taskId`, as `JSONEncoder` has written it; underscores at both ends stay.
    static func name(ofKey key: String) -> String {
        let parts = key.split(separator: "_")
        guard parts.count > 1, let first = parts.first else { return key }
        let (leading, trailing) = (key.prefix { $0 == "_" }, key.reversed().prefix { $0 == "_" })
        return leading + first.lowercased() + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined() + String(trailing)
    }
}

// MARK: One value

extension JSONValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let value) = value else { throw mismatch(type) }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard let text = value.text else { throw mismatch(type) }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let number = value.number else { throw mismatch(type) }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let value = value as? Value { return value }
        // The keys of a dictionary are data, not names.
        let isDictionary = type is any StringKeyed.Type
        return try type.init(from: isDictionary ? JSONPlainKeys(self) : self)
    }

    /// A whole number; those beyond 2^53 are there as they were written.
    private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        if case .literal(let token) = value, let whole = Value(token) { return whole }
        guard let number = value.number, let whole = Value(exactly: number) else { throw mismatch(type) }
        return whole
    }
}

/// Dictionaries by strings.
private protocol StringKeyed {}
extension Dictionary: StringKeyed where Key == String {}

/// A decoder whose object's own keys are taken as they are, unlike those of the values in it.
private struct JSONPlainKeys: Decoder {
    private let decoder: JSONValueDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ decoder: JSONValueDecoder) { self.decoder = decoder }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = decoder.value else { throw decoder.mismatch([String: JSONValue].self) }
        return KeyedDecodingContainer(JSONKeyedContainer(members, of: decoder))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try decoder.unkeyedContainer() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { decoder }
}
