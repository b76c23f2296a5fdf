/// The version of a report's JSON schema: versions 1 and 2 are read, version 2 is written.
///
/// Version 1 has the number `sandbox.tier` in place of `sandbox.isolation_level`.
package struct ReportVersion: Sendable, Equatable {
    /// The version that is written.
    package static let current = 2
}

extension ReportVersion: Codable {
    /// Decodes a version that this program can read.
    package init(from decoder: any Decoder) throws {
        let version = try Int(from: decoder)
        guard 1...Self.current ~= version else {
            let context = DecodingError.Context(
                codingPath: decoder.codingPath, debugDescription: "a review report of schema version \(version); this program reads 1 to \(Self.current)")
            throw DecodingError.dataCorrupted(context)
        }
    }

    /// Encodes the current version.
    package func encode(to encoder: any Encoder) throws { try Self.current.encode(to: encoder) }
}
