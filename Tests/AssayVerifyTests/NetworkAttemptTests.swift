import AssayCore
import Testing

@Suite struct NetworkAttemptTests {
    private static let server = """
        import socket, threading

        def test_loopback():
            with socket.create_server(("127.0.0.1", 0)) as server:
                threading.Thread(target=lambda: server.accept()[0].sendall(b"hello")).start()
                assert socket.create_connection(server.getsockname()).recv(5) == b"hello"

        """
    private static let outside = "def test_outside():\n    socket.create_connection((\"192.0.2.1\", 80), 5)\n"

    @Test("a project's tests may use their own loopback, and what leads elsewhere is told with its address and the test that fails for it")
    func outside() async throws {
        let failing = PythonProject(testDescription: "", files: ["test_net.py": Self.server + Self.outside])
        let report = try await failing.verify()
        #expect(report.verdict == .failed && report.failing == ["test_net.py::test_outside"])
        let told = try #require(report.findings.first { $0.kind == .sandboxViolation })
        #expect(told.severity == .note && told.test == "test_net.py::test_outside" && told.message.contains("tried to reach 192.0.2.1 port 80"))
    }

    @Test("what a test tries and gets by without leaves a passed verdict, with a note")
    func without() async throws {
        let code = Self.server + "def test_either():\n    try: socket.create_connection((\"192.0.2.1\", 80), 5)\n    except OSError: pass\n"
        let report = try await PythonProject(testDescription: "", files: ["test_net.py": code]).verify()
        #expect(report.verdict == .passed)
        #expect(report.findings.contains { $0.kind == .sandboxViolation && $0.severity == .note && $0.message.contains("192.0.2.1 port 80") })
    }
}
