import AssaySupport

/// The head of a request to a proxy: a tunnel (RFC 9110, section 9.3.6) or one in absolute form (RFC 9112, section 3.2.2).
struct ProxyRequest: Equatable {
    /// Where the request wants to go.
    let target: FetchHost
    /// What is sent to the target first; nil for a tunnel, which is answered before anything is sent.
    let head: [UInt8]?

    /// The most bytes that a head may have.
    static let limit = 64 << 10

    /// Why a head is refused.
    enum Failure: Error, Equatable { case malformed, unsupported }

    /// Returns where a head ends in what has come; nil while it has not ended.
    static func end(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
    }

    /// Reads a head, with the empty line that ends it.
    init(_ bytes: [UInt8]) throws(Failure) {
        guard Self.isPlain(bytes), let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
        let lines = text.allLines
        let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else { throw .malformed }
        if words[0] == "CONNECT" {
            guard let target = FetchHost(String(words[1]), port: nil) else { throw .malformed }
            (self.target, head) = (target, nil)
            return
        }
        guard ["GET", "HEAD", "POST"].contains(words[0]), words[1].hasPrefix("http://") else { throw .unsupported }
        let rest = words[1].dropFirst("http://".count)
        let place = rest.prefix { $0 != "/" && $0 != "?" }
        guard let target = FetchHost(String(place), port: 80) else { throw .malformed }
        let path = rest.dropFirst(place.count)
        // One request a connection: each is looked at.
        let dropped = ["proxy-connection", "connection", "proxy-authorization", "keep-alive", "host"]
        let kept = lines.dropFirst().filter { line in
            !line.isEmpty && !dropped.contains(line.prefix { $0 != ":" }.lowercased())
        }
        let head = ["\(words[0]) \(path.hasPrefix("/") ? "" : "/")\(path) HTTP/1.1", "Host: \(place)"] + kept + ["Connection: close", "", ""]
        (self.target, self.head) = (target, Array(head.joined(separator: "\r\n").utf8))
    }

    /// Whether bytes are printable ASCII in lines that all end with a carriage return and a line feed.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        bytes.indices.allSatisfy { index in
            switch bytes[index] {
            case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A
            case 0x0A: index > 0 && bytes[index - 1] == 0x0D
            case 0x09, 0x20...0x7E: true
            default: false
            }
        }
    }
}
