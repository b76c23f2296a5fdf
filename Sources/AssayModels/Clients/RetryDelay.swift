import FoundationEssentials
import NIOHTTP1

/// How long to wait before a server is asked again.
enum RetryDelay {
    /// The longest wait in seconds.
    static let limit = 60.0
    /// More than a day is no wait that a person would mean.
    private static let sensible = 86_400.0

    /// Seconds before attempt `number + 1`; a server's wish is kept to, up to the limit, and never fallen short of.
    ///
    /// The random part keeps callers that failed together from coming back together.
    static func seconds(afterAttempt number: Int, asked: Double?) -> Double {
        let base = 0.5 * Double(1 << min(number, 7))
        guard let asked else { return min(Double.random(in: base / 2...base), limit) }
        return min(asked, limit) + Double.random(in: 0...0.25)
    }

    /// What a server asks for in seconds: the longest of its headers; nil when it says nothing that can be kept to.
    ///
    /// `Retry-After` holds seconds or a date (RFC 9110, section 10.2.3); some providers send milliseconds in `retry-after-ms`.
    static func asked(_ headers: HTTPHeaders, now: Date = Date()) -> Double? {
        let exact = headers["retry-after-ms"].compactMap { number($0).map { $0 / 1000 } }
        let usual = headers["retry-after"].flatMap { value in
            // A list is none of its forms, but two headers may be joined to one on the way; a date holds a comma itself.
            HTTPDate.seconds(value).map { [max(0, $0 - now.timeIntervalSince1970)] }
                ?? value.split(separator: ",").compactMap { number(String($0)) }
        }
        return (exact.isEmpty ? usual : exact).filter { $0 <= sensible }.max()
    }

    /// A decimal number without a sign or an exponent.
    private static func number(_ text: String) -> Double? {
        let text = text.filter { $0 != " " && $0 != "\t" }
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
