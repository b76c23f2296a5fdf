import AssaySandbox
import AssaySupport
import NIOCore
import NIOPosix

/// The proxy behind the gate of a fetch: it connects to the hosts that are allowed and to no other.
struct FetchProxy: Sendable {
    /// The hosts that may be reached.
    let allowed: Set<FetchHost>
    /// The most bytes that all answers together may have.
    let limit: Int
    /// What was asked for.
    let journal = FetchJournal()

    /// The name by which a fetch reaches a registry on this machine's loopback, for clients that use no proxy for addresses of loopback.
    static let loopback = "loopback.assay"

    private typealias Wire = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Answers connections to a gate until it is cancelled or the run has ended.
    func serve(_ gate: Gate) async throws {
        guard let listener = await gate.listener() else { return }
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(listener) { channel in channel.eventLoop.makeCompletedFuture { try Wire(wrappingChannelSynchronously: channel) } }
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask {
                        // A connection that breaks off is the client's to tell.
                        try? await answer(connection)
                    }
                }
            }
        }
    }

    /// Answers one connection: one request, and what belongs to it.
    private func answer(_ client: Wire) async throws {
        try await client.executeThenClose { input, output in
            var chunks = input.makeAsyncIterator()
            var came: [UInt8] = []
            var end: Int?
            while end == nil, came.count < ProxyRequest.limit, let chunk = try await chunks.next() {
                came += chunk.readableBytesView
                end = ProxyRequest.end(in: came[...])
            }
            guard let end, let request = try? ProxyRequest(Array(came[..<end])) else {
                return try await output.write(Self.reply("400 Bad Request", "assay: not a request that this proxy answers"))
            }
            guard allowed.contains(request.target) else {
                journal.ask(request.target, isRefused: true)
                return try await output.write(Self.reply("403 Forbidden", "assay: \(request.target) is not allowed"))
            }
            journal.ask(request.target, isRefused: false)
            let connected = try? await Self.connect(request.target)
            journal.note(request.target, isReached: connected != nil)
            guard let server = connected else {
                return try await output.write(Self.reply("502 Bad Gateway", "assay: \(request.target) cannot be reached"))
            }
            let rest = Array(came[end...])
            try await server.executeThenClose { answers, questions in
                if let head = request.head {
                    try await questions.write(ByteBuffer(bytes: head + rest))
                } else {
                    try await output.write(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
                    if !rest.isEmpty { try await questions.write(ByteBuffer(bytes: rest)) }
                }
                let answer = ProxyAnswer(isTunnel: request.head == nil)
                try await relay(&chunks, to: questions, answers, as: answer, to: output, of: request.target) { client.channel.close(promise: nil) }
            }
        }
    }

    /// Passes bytes on both ways until the server or the client has ended.
    private func relay(
        _ chunks: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, to questions: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        _ answers: NIOAsyncChannelInboundStream<ByteBuffer>, as answer: ProxyAnswer, to output: NIOAsyncChannelOutboundWriter<ByteBuffer>, of host: FetchHost,
        end: @escaping @Sendable () -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // When the server has ended there is nothing more to ask it.
                defer { end() }
                var answer = answer
                for try await chunk in answers {
                    guard journal.add(chunk.readableBytes, from: host) <= limit else { return }
                    try await output.write(ByteBuffer(bytes: answer.pass(chunk.readableBytesView)))
                }
                try await output.write(ByteBuffer(bytes: answer.rest()))
            }
            while let chunk = try await chunks.next() { try await questions.write(chunk) }
            questions.finish()
            try await group.waitForAll()
        }
    }

    private static func connect(_ host: FetchHost) async throws -> Wire {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(.seconds(20))
            .connect(host: host.name == loopback ? "127.0.0.1" : host.name, port: host.port) { channel in
                channel.eventLoop.makeCompletedFuture { try Wire(wrappingChannelSynchronously: channel) }
            }
    }

    private static func reply(_ status: String, _ words: String) -> ByteBuffer {
        let body = words + "\n"
        return ByteBuffer(
            string: "HTTP/1.1 \(status)\r\nContent-Type: text/plain\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
    }
}
