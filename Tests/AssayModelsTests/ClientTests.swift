import AssayCore
import AssayModels
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// A loopback server that misbehaves by script: one behaviour a request.
private let server = """
    import http.server, json, sys
    plan = json.loads(sys.argv[1])
    class H(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def log_message(self, *a): pass
        def chunk(self, text):
            data = text.encode()
            self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(data), data)); self.wfile.flush()
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            step = plan.pop(0) if plan else "ok"
            if step in ("429", "500", "400"):
                body = b'{"error": {"message": "exceed_context_size"}}' if step == "400" else b"{}"
                self.send_response(int(step))
                self.send_header("content-length", str(len(body)))
                if step == "429": self.send_header("retry-after", "0")
                self.end_headers(); self.wfile.write(body); return
            self.send_response(200)
            self.send_header("transfer-encoding", "chunked"); self.end_headers()
            if step == "garbage": self.chunk("data: {not json\\n\\n"); self.chunk(""); return
            self.chunk('data: {"model":"m1","choices":[{"delta":{"content":"Hel')
            if step == "break": self.close_connection = True; self.connection.close(); return
            self.chunk('lo"}}]}\\n\\ndata: {"choices":[{"delta":{},"finish_reason":"stop"}]}\\n\\n')
            self.chunk('data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":5}}}\\n\\n')
            if step != "nodone": self.chunk("data: [DONE]\\n\\n")
            self.chunk("")
    s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
    print(s.server_address[1], flush=True)
    s.serve_forever()
    """

private func withServer(_ plan: [String], _ body: @Sendable (OpenAIClient) async throws -> Void) async throws {
    let folder = try Places.temporary()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let out = try FileDescriptor.open(FilePath(folder + "/port"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
    _ = try await Subprocess.run(
        .path("/usr/bin/python3"), arguments: ["-c", server, JSON.line(plan)],
        input: .none, output: .fileDescriptor(out, closeAfterSpawningProcess: true), error: .discarded
    ) { execution in
        var port: Int?
        while port == nil {
            try await Task.sleep(for: .milliseconds(50))
            let text = try String(contentsOfFile: folder + "/port", encoding: .utf8)
            if text.hasSuffix("\n") { port = Int(text.dropLast()) }
        }
        let client = OpenAIClient(.init(baseURL: "http://127.0.0.1:\(port ?? 0)/v1", model: "m"))
        do {
            try await body(client)
            await execution.teardown(using: [])
        } catch {
            await execution.teardown(using: [])
            throw error
        }
    }
}

private let question = ModelRequest(
    model: "m", messages: [ModelMessage(.user, "hi")], maxTokens: 10, temperature: 0, seed: 1)

@Suite struct OpenAIClientTests {
    @Test("an answer is put together from a stream that is split anywhere")
    func streams() async throws {
        try await withServer([]) { client in
            let reply = try await client.complete(question)
            #expect(reply.text == "Hello")
            #expect(reply.servedBy == "m1")
            #expect(reply.usage == TokenUsage(prompt: 7, completion: 2, cached: 5))
            #expect(reply.finish == "stop")
        }
    }

    @Test("rate limits, server errors and broken streams are tried again", arguments: ["429", "500", "break", "nodone"])
    func retries(_ fault: String) async throws {
        try await withServer([fault]) { client in
            let reply = try await client.complete(question)
            #expect(reply.text == "Hello")
        }
    }

    @Test("a server that keeps breaking off is one clear error")
    func keepsBreaking() async throws {
        try await withServer(["break", "break", "break", "break"]) { client in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == .interrupted)
        }
    }

    @Test("what trying again cannot mend is not tried again", arguments: [("400", ModelError.Code.contextLength), ("garbage", .malformed)])
    func final(_ fault: String, _ code: ModelError.Code) async throws {
        try await withServer([fault]) { client in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == code)
        }
    }

    @Test("no server is said with what to do")
    func unreachable() async throws {
        let client = OpenAIClient(.init(baseURL: "http://127.0.0.1:9/v1", model: "m"))
        let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("assay models serve") == true)
    }
}

@Suite struct CassetteTests {
    @Test("what was recorded is replayed, anything else is refused")
    func strict() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let recorder = try CassetteRecorder(recording: ScriptedClient(["one", "two"]), to: folder + "/c.jsonl")
        _ = try await recorder.complete(question)
        _ = try await recorder.complete(question)
        let player = try CassettePlayer(path: folder + "/c.jsonl")
        #expect(try await player.complete(question).text == "one")
        let second = try await player.complete(question)
        #expect(second.text == "two" && second.recorded)
        var other = question
        other.temperature = 0.5
        let error = await #expect(throws: ModelError.self) { try await player.complete(other) }
        #expect(error?.code == .notRecorded)
    }

    @Test("a forged or damaged cassette is refused by line", arguments: ["{}", "nonsense", "{\"key\":\"x\"}"])
    func damaged(_ text: String) throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data((text + "\n").utf8).write(to: URL(filePath: folder + "/c.jsonl"))
        let error = #expect(throws: InputError.self) { try CassettePlayer(path: folder + "/c.jsonl") }
        #expect(error?.place.hasSuffix("c.jsonl:1") == true)
    }

    @Test("a prompt with a hidden line is stopped before it is sent")
    func canary() async throws {
        let inner = ScriptedClient(["x"])
        let guarded = CanaryGuard(inner, canaries: ["# assay-canary-123"])
        var leaking = question
        leaking.messages.append(ModelMessage(.user, "look: # assay-canary-123"))
        let error = await #expect(throws: ModelError.self) { try await guarded.complete(leaking) }
        #expect(error?.code == .leak)
        #expect(await inner.prompts.isEmpty)
        #expect(try await guarded.complete(question).text == "x")
    }
}
