import FoundationEssentials

/// Points in time as ISO 8601 writes them, in UTC.
package enum Timestamp {
    /// Returns a point in time, given in seconds since 1970, as ISO 8601.
    package static func text(_ secondsSince1970: Double) -> String {
        Date(timeIntervalSince1970: secondsSince1970).formatted(.iso8601)
    }
}
