import AssaySupport

/// What a server answers, with the word that the connection ends with it (RFC 9112, section 9.6) whatever the server said.
///
/// A client that believed in another answer would ask again on a connection that is being closed.
struct ProxyAnswer {
    private var head: [UInt8]?

    /// An answer whose head is still to come, or one of a tunnel, in which nothing is read.
    init(isTunnel: Bool) { head = isTunnel ? nil : [] }

    /// Takes bytes that came and returns those to be passed on.
    mutating func pass(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        guard var came = head.take() else { return Array(bytes) }
        // Three bytes of the empty line may have come before.
        let known = max(0, came.count - 3)
        came += bytes
        guard let end = ProxyRequest.end(in: came[known...]) else {
            // What has no end of a head is passed on as it came.
            if came.count > ProxyRequest.limit { return came }
            head = came
            return []
        }
        let kept = String(decoding: came[..<end], as: UTF8.self).lines.map(String.init).filter {
            !["connection", "keep-alive", "proxy-connection"].contains($0.prefix { $0 != ":" }.lowercased())
        }
        return Array((kept + ["Connection: close", "", ""]).joined(separator: "\r\n").utf8) + came[end...]
    }

    /// What is left where the server ends in the middle of its head.
    func rest() -> [UInt8] { head ?? [] }
}
