import CZlib

/// Bytes packed by zlib (RFC 1950).
package enum Zlib {
    /// Compresses bytes; nil when zlib fails.
    package static func pack(_ bytes: [UInt8]) -> [UInt8]? {
        var size = compressBound(uLong(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&packed, &size, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION) == Z_OK else { return nil }
        return Array(packed.prefix(Int(size)))
    }

    /// Decompresses bytes; nil when the result is not `length` bytes long.
    package static func unpack(_ packed: [UInt8], length: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: length)
        var size = uLong(length)
        guard uncompress(&bytes, &size, packed, uLong(packed.count)) == Z_OK, Int(size) == length else { return nil }
        return bytes
    }
}
