import FoundationEssentials

/// Points in time as ISO 8601 writes them, in UTC.
package enum Timestamp {
    package static func text(_ secondsSince1970: Double) -> String {
        Date(timeIntervalSince1970: secondsSince1970).formatted(.iso8601)
    }
}
