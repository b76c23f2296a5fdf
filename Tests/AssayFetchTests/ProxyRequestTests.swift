import Testing

@testable import AssayFetch

@Suite struct ProxyRequestTests {
    @Test("a tunnel names its host and port, and nothing is sent on")
    func tunnel() throws {
        let request = try ProxyRequest(Array("CONNECT packages.example.org:443 HTTP/1.1\r\nHost: packages.example.org:443\r\n\r\n".utf8))
        #expect(request.target == FetchHost(name: "packages.example.org", port: 443))
        #expect(request.head == nil)
    }

    @Test("a request in absolute form is passed on in origin form, to the host of its address whatever its headers say")
    func absolute() throws {
        let text = "GET http://Packages.example.org:8080/a/b?c=d HTTP/1.1\r\nHost: other.example.org\r\nProxy-Connection: keep-alive\r\nAccept: */*\r\n\r\n"
        let request = try ProxyRequest(Array(text.utf8))
        #expect(request.target == FetchHost(name: "packages.example.org", port: 8080))
        let head = String(decoding: request.head ?? [], as: UTF8.self)
        #expect(head == "GET /a/b?c=d HTTP/1.1\r\nHost: Packages.example.org:8080\r\nAccept: */*\r\nConnection: close\r\n\r\n")
    }

    @Test(
        "what is no request to a proxy is refused",
        arguments: [
            "", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET ftp://example.org/ HTTP/1.1\r\n\r\n", "CONNECT example.org HTTP/1.1\r\n\r\n",
            "CONNECT example.org:0 HTTP/1.1\r\n\r\n", "CONNECT example.org:70000 HTTP/1.1\r\n\r\n", "CONNECT :443 HTTP/1.1\r\n\r\n",
            "CONNECT a b:443 HTTP/1.1\r\n\r\n", "CONNECT example.org:443 HTTP/2\r\n\r\n", "GET http://example.org/ HTTP/1.1\nHost: x\r\n\r\n",
            "GET http://user@example.org@elsewhere.org/ HTTP/1.1\r\n\r\n", "PUT http://example.org/ HTTP/1.1\r\n\r\n",
            "CONNECT exämple.org:443 HTTP/1.1\r\n\r\n",
        ])
    func refused(_ text: String) {
        #expect(throws: ProxyRequest.Failure.self) { try ProxyRequest(Array(text.utf8)) }
    }

    @Test("no bytes stop the reader, and what it lets through names a host it can show")
    func anyBytes() {
        var random = SystemRandomNumberGenerator()
        let parts = ["CONNECT ", "GET ", "http://", "a.b", ":443", ":", " ", "HTTP/1.1", "\r\n", "\n", "\r", "\0", "é", "[::1]", "@", "/", "Host: x"]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined()
            guard let request = try? ProxyRequest(Array(text.utf8) + Array("\r\n\r\n".utf8)) else { continue }
            #expect(FetchHost(request.target.description, port: nil) == request.target, "\(text)")
        }
    }

    @Test(
        "the end of a head is where its empty line ends", arguments: [("a\r\n\r\nrest", 5), ("a\r\n\r", nil), ("", nil), ("\r\n\r\n", 4)] as [(String, Int?)])
    func end(_ text: String, _ expected: Int?) {
        #expect(ProxyRequest.end(in: Array(text.utf8)) == expected)
    }
}
