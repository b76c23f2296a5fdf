import Crypto
package import FoundationEssentials

/// SHA-256 (FIPS 180-4) over length-prefixed parts, so that parts never run together.
package struct Digest {
    private var hash = SHA256()

    /// Makes the digest of no parts.
    package init() {}

    /// Adds one part.
    package mutating func add(_ text: String) {
        hash.update(data: Array("\(text.utf8.count):".utf8))
        hash.update(data: Array(text.utf8))
    }

    /// Adds one part of raw bytes.
    package mutating func add(_ data: Data) {
        hash.update(data: Array("\(data.count):".utf8))
        hash.update(data: data)
    }

    /// The digest as lower-case hexadecimal.
    package var hex: String { Digest.hexadecimal(hash.finalize()) }

    /// Returns the digest of several parts.
    package static func of(_ parts: String...) -> String {
        var digest = Digest()
        for part in parts { digest.add(part) }
        return digest.hex
    }

    /// Returns bytes as lower-case hexadecimal digits.
    package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// SHA-256 over a stream of raw bytes, for files.
package struct StreamDigest {
    private var hash = SHA256()

    /// Makes the digest of no bytes.
    package init() {}

    /// Adds raw bytes.
    package mutating func add(_ bytes: [UInt8]) { hash.update(data: bytes) }
    /// The digest as lower-case hexadecimal.
    package var hex: String { Digest.hexadecimal(hash.finalize()) }
}
