import AssaySupport
import Dispatch
import Foundation
import Glibc
import Testing

@testable import AssayMCP

/// A server under test and the client's ends of its two streams.
final class Wire: Sendable {
    private let toServer: CInt
    private let fromServer: CInt
    private let server: Task<Void, Never>
    private let received: AsyncStream<JSONValue>
    private let writing = DispatchQueue(label: "wire.out")

    private init(roots: RootFolders, isBound: Bool, most: Int) throws {
        var (up, down): ([CInt], [CInt]) = ([0, 0], [0, 0])
        try #require(pipe(&up) == 0 && pipe(&down) == 0)
        for end in up + down { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (toServer, fromServer) = (up[1], down[0])
        let (input, output) = (up[0], down[1])
        server = Task {
            await MCPServer(input: MessageReader(input, most: most), output: MessageWriter(output), roots: roots, isBound: isBound).run()
            close(input)
            close(output)
        }
        let reading = down[0]
        received = AsyncStream { more in
            DispatchQueue(label: "wire.in").async {
                var (line, bytes) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
                while case let count = read(reading, &bytes, bytes.count), count > 0 {
                    for byte in bytes[..<count] {
                        guard byte == 0x0A else {
                            line.append(byte)
                            continue
                        }
                        // What is no JSON on standard output is a fault that every test would see.
                        more.yield(JSONText.value(String(decoding: line, as: UTF8.self)) ?? .string("NOT JSON: \(String(decoding: line, as: UTF8.self))"))
                        line = []
                    }
                }
                more.finish()
            }
        }
    }

    /// Runs a body with a server, and ends the server by the end of its input.
    static func with<Value: Sendable>(
        roots: [String] = [], isBound: Bool = false, most: Int = MessageReader.mostBytes, _ body: (Wire, Answers) async throws -> Value
    ) async throws -> Value {
        let wire = try Wire(roots: RootFolders(roots), isBound: isBound, most: most)
        let answers = Answers(wire.received)
        do {
            let value = try await body(wire, answers)
            await wire.end()
            return value
        } catch {
            await wire.end()
            throw error
        }
    }

    /// Sends bytes and the end of a line.
    func send(_ bytes: [UInt8]) {
        let toServer = toServer
        writing.async {
            var rest = (bytes + [0x0A])[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(toServer, $0.baseAddress, $0.count) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }
    func send(_ value: JSONValue) { send(value.json) }

    /// Sends a request.
    func ask(_ id: JSONValue, _ method: String, _ params: JSONValue = [:]) {
        send(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params])
    }

    /// Sends a call of a tool.
    func call(_ id: JSONValue, _ tool: String, _ arguments: JSONValue, token: JSONValue? = nil) {
        var params: [String: JSONValue] = ["name": .string(tool), "arguments": arguments]
        if let token { params["_meta"] = ["progressToken": token] }
        ask(id, "tools/call", .object(params))
    }

    /// Begins a session.
    func initialize(_ version: String = "2025-06-18", capabilities: JSONValue = [:]) {
        ask("init", "initialize", ["protocolVersion": .string(version), "capabilities": capabilities, "clientInfo": ["name": "test", "version": "1"]])
    }

    private func end() async {
        writing.sync { _ = close(toServer) }
        await server.value
    }
}

/// What the server says, one message after another.
final class Answers {
    private var iterator: AsyncStream<JSONValue>.Iterator

    init(_ stream: AsyncStream<JSONValue>) { iterator = stream.makeAsyncIterator() }

    /// The next message; nil once the server has ended.
    func next() async -> JSONValue? { await iterator.next(isolation: nil) }
}
