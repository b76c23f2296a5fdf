import FoundationEssentials
import NIOHTTP1

/// Decides how long to wait before a request is tried again.
enum RetryDelay {
    /// The longest wait, in seconds.
    static let limit = 60.0
    /// The longest wait in seconds that is taken from a server; a longer one is considered an error.
    private static let sensible = 86_400.0

    /// Seconds to wait after the failed attempt `number`, from 0: the server's wish, up to the limit, or doubling delays.
    ///
    /// The delay has a random part, so that callers that failed together do not return together.
    static func seconds(afterAttempt number: Int, asked: Double?) -> Double {
        let base = 0.5 * Double(1 << min(number, 7))
        guard let asked else { return min(Double.random(in: base / 2...base), limit) }
        return min(asked, limit) + Double.random(in: 0...0.25)
    }

    /// The wait in seconds that the response headers ask for, the longest if there are several; nil when none is usable.
    ///
    /// `Retry-After` holds seconds or a date (RFC 9110, section 10.2.3); some providers send milliseconds in `retry-after-ms`.
    static func asked(_ headers: HTTPHeaders, now: Date = Date()) -> Double? {
        let exact = headers["retry-after-ms"].compactMap { number($0).map { $0 / 1000 } }
        let usual = headers["retry-after"].flatMap { value in
            // A proxy may join two headers by a comma, which a date contains too, so dates are tried first.
            HTTPDate.seconds(value).map { [max(0, $0 - now.timeIntervalSince1970)] }
                ?? value.split(separator: ",").compactMap { number(String($0)) }
        }
        return (exact.isEmpty ? usual : exact).filter { $0 <= sensible }.max()
    }

    /// A decimal number without sign and exponent.
    private static func number(_ text: String) -> Double? {
        let text = text.filter { $0 != " " && $0 != "\t" }
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
