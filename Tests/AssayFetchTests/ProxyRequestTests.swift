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
        #expect(ProxyRequest.end(in: Array(text.utf8)[...]) == expected)
    }

    @Test(
        "a client is told that its connection ends with the answer, however the answer comes in parts; a tunnel is not read",
        arguments: [1, 7, 40, 1000])
    func answers(_ size: Int) {
        let text = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 5\r\n\r\na\r\n\r\n"
        func passed(_ text: String, isTunnel: Bool) -> String {
            var answer = ProxyAnswer(isTunnel: isTunnel)
            let bytes = Array(text.utf8)
            let parts = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            return String(decoding: parts.flatMap { answer.pass($0) } + answer.rest(), as: UTF8.self)
        }
        #expect(passed(text, isTunnel: false) == "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\na\r\n\r\n")
        #expect(passed(text, isTunnel: true) == text)
        #expect(passed("HTTP/1.1 200", isTunnel: false) == "HTTP/1.1 200")
        let endless = String(repeating: "x", count: 100_000)
        #expect(passed(endless, isTunnel: false) == endless)
    }
}
