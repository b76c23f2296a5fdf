import AssaySupport
import FoundationEssentials
import GRDB

/// Texts as the table `blob` keeps them: packed by zlib (RFC 1950) where that pays, else as they are.
///
/// A packed text is four bytes of its length, the highest first, and zlib's stream.
enum PackedText {
    /// Shorter ones gain nothing.
    private static let least = 512
    /// A database may come from anywhere: more is not unpacked.
    private static let most = 256 << 20
    /// zlib packs no more than about 1,032 bytes into one; a longer length is not true.
    private static let mostTimes = 1100

    /// The value that is stored for a text.
    static func pack(_ text: String) -> DatabaseValue {
        let source = Array(text.utf8)
        guard source.count >= least, source.count <= most else { return text.databaseValue }
        guard let packed = Zlib.pack(source), packed.count + 4 < source.count * 4 / 5 else { return text.databaseValue }
        let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: source.count >> ($0 * 8)) }
        return DatabaseValue(value: Data(length + packed)) ?? .null
    }

    /// The text of a stored value; nil where it is none.
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

    /// `unpacked(content)` for queries.
    static let function = DatabaseFunction("unpacked", argumentCount: 1, pure: true) { values in unpack(values[0]) }
}
