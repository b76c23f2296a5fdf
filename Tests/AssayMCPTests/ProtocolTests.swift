import AssaySupport
import AssayTestSupport
import Foundation
import Testing

@testable import AssayMCP

@Suite struct ProtocolTests {
    @Test(
        "the revision is the client's where the server speaks it, else the newest",
        arguments: [
            ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"), ("2024-11-05", "2024-11-05"), ("2025-11-25", "2025-06-18"), ("x", "2025-06-18"),
        ])
    func negotiation(_ asked: String, _ spoken: String) async throws {
        try await Wire.with { wire, answers in
            wire.initialize(asked)
            wire.send(["jsonrpc": "2.0", "method": "notifications/initialized"])
            let answer = await answers.next()
            #expect(answer?["result"]?["protocolVersion"]?.text == spoken)
            #expect(answer?["result"]?["serverInfo"]?["name"]?.text == "assay")
            wire.ask(1, "tools/list")
            guard case .array(let tools) = await answers.next()?["result"]?["tools"] else { throw ToolError("no tools") }
            #expect(tools.compactMap { $0["name"]?.text }.sorted() == ["compare", "explain_finding", "run_in_sandbox", "show_attempt", "verify"])
            for tool in tools {
                #expect(tool["inputSchema"]?["type"] == "object")
                #expect((tool["outputSchema"] != nil) == (spoken == "2025-06-18"))
                #expect((tool["annotations"] != nil) == (spoken != "2024-11-05"))
                #expect(tool["annotations"]?["readOnlyHint"] ?? true == true)
            }
        }
    }

    @Test(
        "the id of a request comes back as it was",
        arguments: [#""a""#, #""""#, #""\u0000 ü""#, "1", "0", "-5", "9007199254740993", "1.5", "1e300", "123456789012345678901234567890"])
    func ids(_ id: String) async throws {
        try await Wire.with { wire, answers in
            wire.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#)
            let answer = await answers.next()
            #expect(answer?["result"] == [:])
            #expect(answer?["id"] == JSONText.value(id))
        }
    }

    @Test("an id that is none is refused", arguments: ["null", "true", "[]", "{}", "[1]", #"{"a":1}"#, "NaN"])
    func badIDs(_ id: String) async throws {
        try await Wire.with { wire, answers in
            wire.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#)
            let answer = await answers.next()
            #expect(answer?["error"]?["code"] == -32600 && answer?["id"] == .null, "\(answer?.json ?? "")")
        }
    }

    @Test(
        "what is malformed is answered by an error, and the server goes on",
        arguments: [
            ("{", -32700), ("nonsense", -32700), ("{\"a\":1} x", -32700), ("\u{FEFF}{", -32700), (String(repeating: "[", count: 100_000), -32700),
            ("1", -32600), ("null", -32600), ("\"text\"", -32600), ("{}", -32600), ("[]", -32600), ("[1,2]", -32600),
            ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600),
            (#"{"id":1,"method":"ping"}"#, -32600), (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
            (#"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":5}"#, -32600), (#"{"jsonrpc":"2.0","id":1}"#, -32600), (#"{"jsonrpc":"2.0","result":{}}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}"#, -32602), (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}"#, -32602),
            (#"{"jsonrpc":"2.0","id":1,"method":"nothing/here"}"#, -32601), (#"{"jsonrpc":"2.0","id":1,"method":"\u001b[31m"}"#, -32601),
            (#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, -32601), (#"{"jsonrpc":"2.0","id":1,"method":"initialize"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}"#, -32602),
        ] as [(String, Int)])
    func malformed(_ line: String, _ code: Int) async throws {
        try await Wire.with { wire, answers in
            wire.initialize()
            _ = await answers.next()
            wire.send(line)
            let answer = await answers.next()
            #expect(answer?["error"]?["code"]?.number == Double(code), "\(answer?.json ?? "")")
            #expect(answer?["error"]?["message"]?.text?.contains("\u{1B}") == false)
            wire.ask("after", "ping")
            #expect(await answers.next()?["id"] == "after")
        }
    }

    @Test(
        "notifications and answers that nobody waits for are passed over",
        arguments: [
            #"{"jsonrpc":"2.0","method":"notifications/unknown"}"#, #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}"#, #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#,
            #"{"jsonrpc":"2.0","id":7,"result":{}}"#, #"{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"x"}}"#, #"{"jsonrpc":"2.0","method":"ping"}"#, "",
        ])
    func unanswered(_ line: String) async throws {
        try await Wire.with { wire, answers in
            wire.send(line)
            wire.ask("after", "ping")
            let answer = await answers.next()
            #expect(answer?["id"] == "after")
        }
    }

    @Test("before 'initialize' only a ping is answered, and a second one is refused")
    func order() async throws {
        try await Wire.with { wire, answers in
            wire.ask(1, "tools/list")
            #expect(await answers.next()?["error"]?["code"] == -32600)
            wire.call(2, "explain_finding", ["term": "B"])
            #expect(await answers.next()?["error"]?["code"] == -32600)
            wire.ask(3, "ping")
            #expect(await answers.next()?["result"] == [:])
            wire.initialize()
            #expect(await answers.next()?["result"] != nil)
            wire.initialize()
            #expect(await answers.next()?["error"]?["code"] == -32600)
        }
    }

    @Test("a batch is answered in the revision that has them, calls and errors together")
    func batch() async throws {
        try await Wire.with { wire, answers in
            wire.initialize("2025-03-26")
            _ = await answers.next()
            wire.send(
                [
                    ["jsonrpc": "2.0", "id": 1, "method": "ping"], ["jsonrpc": "2.0", "method": "notifications/initialized"], 5,
                    ["jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": ["name": "explain_finding", "arguments": ["term": "vacuous"]]],
                ])
            guard case .array(let batch) = await answers.next() else { throw ToolError("no batch") }
            #expect(batch.map { $0["id"] } == [1, .null, 2])
            #expect(batch[2]["result"]?["structuredContent"] == nil && batch[2]["result"]?["content"]?[0]?["text"]?.text?.contains("assertion") == true)
        }
    }

    @Test("a line without an end in sight is passed over, and the next is read")
    func hugeLine() async throws {
        try await Wire.with(most: 1 << 16) { wire, answers in
            wire.send([UInt8](repeating: UInt8(ascii: "x"), count: 5 << 20))
            #expect(await answers.next()?["error"]?["code"] == -32600)
            wire.ask("after", "ping")
            #expect(await answers.next()?["id"] == "after")
        }
    }

    /// Reproducible numbers (SplitMix64).
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test("lines that chance has changed never end the server, nor make it say what is no JSON-RPC", arguments: 1...6)
    func fuzz(_ seed: UInt64) async throws {
        let lines = [
            #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{}}"#, #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#,
            #"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"explain_finding","arguments":{"term":"B"},"_meta":{"progressToken":1}}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}}"#,
        ]
        var numbers = Numbers(state: seed)
        try await Wire.with { wire, answers in
            wire.initialize()
            _ = await answers.next()
            for _ in 0..<300 {
                var bytes = Array((lines.randomElement(using: &numbers) ?? "").utf8)
                for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
                    let place = Int.random(in: 0..<bytes.count, using: &numbers)
                    switch Int.random(in: 0..<4, using: &numbers) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                    case 1: bytes.remove(at: place)
                    case 2: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
                    default: bytes = Array(bytes[..<place])
                    }
                }
                wire.send(bytes.filter { $0 != 0x0A })
            }
            wire.ask("the end", "ping")
            while let answer = await answers.next(), answer["id"] != "the end" {
                #expect(answer["jsonrpc"] == "2.0" && (answer["result"] != nil) != (answer["error"] != nil), "\(answer.json)")
            }
        }
    }
}
