import AssaySupport
import FoundationEssentials
import GRDB

/// Stores the texts of the table `blob`: compressed by zlib (RFC 1950) where that saves a fifth, else unchanged.
///
/// A compressed text is its length in bytes, as a big-endian 32-bit integer, followed by the zlib stream.
enum PackedText {
    /// The shortest text that is compressed, in bytes.
    private static let least = 512
    /// The longest text that is decompressed, in bytes: a database may come from an untrusted source.
    private static let most = 256 << 20
    /// The largest ratio that is accepted: zlib reaches about 1032, so a larger stated length is false.
    private static let mostTimes = 1100

    /// Returns the value to store for a text.
    static func pack(_ text: String) -> DatabaseValue {
        let source = Array(text.utf8)
        guard source.count >= least, source.count <= most else { return text.databaseValue }
        guard let packed = Zlib.pack(source), packed.count + 4 < source.count * 4 / 5 else { return text.databaseValue }
        let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: source.count >> ($0 * 8)) }
        return DatabaseValue(value: Data(length + packed)) ?? .null
    }

    /// Returns the text of a stored value; nil when it is null, a number or damaged.
    static func unpack(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .string(let text): return text
        case .blob(let data):
            let bytes = Array(data)
            guard bytes.count > 4 else { return nil }
            let length = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length <= min(most, bytes.count * mostTimes) else { return nil }
            return Zlib.unpack(Array(bytes.dropFirst(4)), length: length).flatMap { String(validating: $0, as: UTF8.self) }
        default: return nil
        }
    }

    /// The SQL function `unpacked(content)`.
    static let function = DatabaseFunction("unpacked", argumentCount: 1, pure: true) { values in unpack(values[0]) }
}
