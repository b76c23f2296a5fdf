import AssaySupport
import FoundationEssentials
import Testing

@testable import AssayModels

@Suite struct LocalServerTests {
    @Test(
        "a server that lists its models is found, with names that can be printed, and anything else is not a model server",
        arguments: [
            (#"200 {"object":"list","data":[{"id":"qwen"},{"id":"llama:3"}]}"#, ["qwen", "llama:3"]),
            (#"200 {"data":[{"id":"good"},{"id":""},{"id":"\u001b[31mred"},{"id":7},{}]}"#, ["good"]),
            (#"200 {"data":[]}"#, nil), (#"200 {"models":["x"]}"#, nil), ("200 <html>Sign in</html>", nil), (#"401 {"data":[{"id":"m"}]}"#, nil),
            (#"200 {"data":[{"id":"\#(String(repeating: "x", count: 201))"}]}"#, nil),
        ] as [(String, [String]?)])
    func found(_ answer: String, _ models: [String]?) async throws {
        try await ProviderServer.run(.openAIChat, plan: ["get /v1/models " + answer]) { client, _ in
            let port = try #require(URL(string: client.endpoint.baseURL)?.port)
            let servers = await LocalServer.find(at: [.init("nothing", port: 9), .init("kind", port: port)])
            #expect(servers == (models.map { [LocalServer(name: "kind", baseURL: "http://127.0.0.1:\(port)/v1", models: $0)] } ?? []))
        }
    }

    @Test("of many models eight are named")
    func many() async throws {
        let names = (0..<20).map { "m\($0)" }
        let list = names.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        try await ProviderServer.run(.openAIChat, plan: [#"get /v1/models 200 {"data":[\#(list)]}"#]) { client, _ in
            let port = try #require(URL(string: client.endpoint.baseURL)?.port)
            #expect(await LocalServer.find(at: [.init("kind", port: port)]).first?.models == Array(names.prefix(8)))
        }
    }
}
