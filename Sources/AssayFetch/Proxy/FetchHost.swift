/// A host and a port that a fetch may want to reach.
package struct FetchHost: Hashable, Sendable, CustomStringConvertible {
    /// The host's name or address, in lower case.
    package let name: String
    /// The port.
    package let port: Int

    /// Makes a host of its parts.
    package init(name: String, port: Int) { (self.name, self.port) = (name.lowercased(), port) }

    /// Reads `name:port`, or `name` with a port to assume; nil for anything else.
    package init?(_ text: String, port assumed: Int?) {
        var name = text[...]
        var port = assumed
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            name = text[..<colon]
            guard let number = Int(text[text.index(after: colon)...]), (1...65535).contains(number) else { return nil }
            port = number
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        let allowed = name.utf8.allSatisfy { byte in
            byte >= 0x30 && byte <= 0x3A || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A || byte == 0x2D || byte == 0x2E || byte == 0x5F
        }
        guard let port, allowed, !name.isEmpty, name.utf8.count <= 253 else { return nil }
        self.init(name: String(name), port: port)
    }

    /// The host of a URL of `http` or `https`; nil where it has none.
    package init?(url: String) {
        guard let scheme = ["https://": 443, "http://": 80].first(where: { url.lowercased().hasPrefix($0.key) }) else { return nil }
        let place = url.dropFirst(scheme.key.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // What stands before '@' are credentials.
        let host = place.split(separator: "@", omittingEmptySubsequences: false).last ?? place
        self.init(String(host), port: scheme.value)
    }

    /// `name:port`.
    package var description: String { name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)" }
}
