import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// `assay mcp` as agents start it: the built program, and the official client.
@Suite struct MCPClientTests {
    @Test("the official client lists, calls, cancels and is kept inside its roots")
    func official() async throws {
        let python = try Readers.python()
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("def f(x):\n    return x\n".utf8).write(to: URL(filePath: folder + "/m.py"))
        try Data("from m import f\n\ndef test_f():\n    assert f(1) == 2\n".utf8).write(to: URL(filePath: folder + "/test_m.py"))
        let bench = ["bench", "benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--limit", "3"]
        let ran = try await assay(bench + ["--store", folder + "/runs.db", "-o", folder + "/r.md"])
        try #require(ran.status == 0, "\(ran.err)")
        let ended = try await Subprocess.run(
            .path(FilePath(python)), arguments: [Places.root + "/fixtures/mcp/client.py", Places.products + "/assay", folder, "runs.db"],
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(ended.terminationStatus.isSuccess && ended.standardOutput.contains("the client is content"), "\(ended.standardOutput)\(ended.standardError)")
    }

    @Test("the end of the input ends the server with success, and standard output has only the protocol")
    func endOfInput() async throws {
        let lines = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{}}}
            not json
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}

            """
        let ended = try await Subprocess.run(
            .path(FilePath(Places.products + "/assay")), arguments: ["mcp"], input: .string(lines), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(ended.terminationStatus.isSuccess && ended.standardError.isEmpty, "\(ended.standardError)")
        let answers = ended.standardOutput.split(separator: "\n")
        #expect(answers.count == 3 && answers.allSatisfy { $0.hasPrefix("{") && $0.contains("\"jsonrpc\":\"2.0\"") })
    }

    @Test("a root that is not there is told with exit code 66, and a signal ends the server with success")
    func rootsAndSignals() async throws {
        let missing = try await assay(["mcp", "--root", "/no/such/folder"])
        #expect(missing.status == 66 && missing.err.contains("/no/such/folder"))
        #expect(try await assay(["mcp", "--root", Places.root + "/README.md"]).status == 66)
        // What is answered shows that the server is ready for a signal.
        let script = """
            coproc server { exec "$1" mcp; }
            pid=$server_PID
            echo '{"jsonrpc":"2.0","id":1,"method":"ping"}' >&"${server[1]}"
            read -r answer <&"${server[0]}"
            kill -TERM "$pid"
            wait "$pid"
            echo "status $?"
            """
        let ended = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-c", script, "x", Places.products + "/assay"], output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        #expect(ended.standardOutput == "status 0\n", "\(ended.standardOutput)\(ended.standardError)")
    }

    @Test("'assay explain' says what a word means, as text and JSON, and suggests the nearest for a word it does not know")
    func explain() async throws {
        let tier = try await assay(["explain", "A-"])
        #expect(tier.status == 0 && tier.out.hasPrefix("A- (tier): "))
        let json = try await assay(["explain", "test/assertion", "--json"])
        #expect(json.status == 0 && json.out.contains("\"term\" : \"assertion\""))
        let unknown = try await assay(["explain", "pased"])
        #expect(unknown.status == 66 && unknown.err.contains("did you mean 'passed'?"))
        let all = try await assay(["explain"])
        #expect(all.status == 0 && all.out.contains("verdict: harness_error"))
    }
}
