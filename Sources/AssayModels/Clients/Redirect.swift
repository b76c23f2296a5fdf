import AssaySupport
import FoundationEssentials

/// Where a redirect leads, and whether a POST request with a key may follow it (RFC 9110, section 15.4).
enum Redirect: Equatable {
    /// The same request may be sent to another address at the same origin.
    case follow(String)
    /// The redirect is not followed, for the reason given, a phrase that continues "redirects …".
    case refuse(String)

    /// The largest number of redirects in a row.
    static let limit = 5
    /// The statuses that allow the same method again; 303 asks for a GET, which carries no prompt.
    private static let keepingMethod: Set<UInt> = [301, 302, 307, 308]

    /// Judges a response from `address` with this status and `Location` header.
    init(_ status: UInt, location: String?, from address: String) {
        guard let location, let base = URL(string: address), let target = URL(string: location, relativeTo: base)?.absoluteURL else {
            self = .refuse("to no address that can be read")
            return
        }
        // A query may contain a secret, so the message omits it.
        let told = TerminalText.line(String(target.absoluteString.prefix { $0 != "?" && $0 != "#" }.split(separator: "@").last ?? ""), limit: 200)
        guard let own = Self.origin(base), let other = Self.origin(target), own == other, target.user == nil else {
            self = .refuse("to another origin, \(told), to which neither key nor prompt is sent; if it is the right one, set base_url to it")
            return
        }
        guard Self.keepingMethod.contains(status) else {
            self = .refuse("with status \(status) to \(told), which does not accept a request; correct base_url")
            return
        }
        self = .follow(String(target.absoluteString.prefix { $0 != "#" }))
    }

    /// Scheme, host and port (RFC 6454, section 4).
    private static func origin(_ address: URL) -> [String]? {
        guard let scheme = address.scheme?.lowercased(), let host = address.host()?.lowercased(), !host.isEmpty else { return nil }
        return [scheme, host, "\(address.port ?? (scheme == "https" ? 443 : 80))"]
    }
}
