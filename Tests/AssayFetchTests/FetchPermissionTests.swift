import Testing

@testable import AssayFetch

@Suite struct FetchPermissionTests {
    @Test("a host alone means the usual ports, one with a port only that, and a path is a folder")
    func words() throws {
        let permission = try FetchPermission(["a.example.org", "B.example.org:8080", "/usr/share", "file:///usr/lib", "[::1]:80"])
        #expect(
            permission.hosts == [
                FetchHost(name: "a.example.org", port: 443), FetchHost(name: "a.example.org", port: 80), FetchHost(name: "b.example.org", port: 8080),
                FetchHost(name: "::1", port: 80),
            ])
        #expect(permission.folders == ["/usr/share", "/usr/lib"])
        #expect(permission.words.last == "[::1]:80")
    }

    @Test("what is neither is named", arguments: ["", "a b", "a:b", "https://example.org/", "a/b", "*", "*.example.org"])
    func refused(_ word: String) {
        #expect(throws: FetchPermission.Failure.self) { try FetchPermission([word]) }
    }

    @Test(
        "the host of an address is found, whatever stands around it",
        arguments: [
            ("https://example.org/simple", "example.org:443"), ("http://example.org:8080", "example.org:8080"),
            ("https://user:secret@example.org/x", "example.org:443"), ("HTTPS://Example.org?x", "example.org:443"), ("http://[::1]:81/", "[::1]:81"),
            ("ftp://example.org", nil), ("example.org", nil), ("https://", nil),
        ] as [(String, String?)])
    func ofAddress(_ url: String, _ expected: String?) {
        #expect(FetchHost(url: url)?.description == expected)
    }
}
