import AssaySupport
import Glibc
import Synchronization

/// Writes messages to the client, each whole and on a line of its own, whoever sends at the same time.
package final class MessageWriter: Sendable {
    private let descriptor: CInt
    private let hasEnded = Mutex(false)

    /// Writes to a descriptor, which stays the caller's.
    package init(_ descriptor: CInt) { self.descriptor = descriptor }

    /// Sends one message or a batch; nothing once the client no longer reads.
    func send(_ value: JSONValue) {
        let bytes = Array((value.json + "\n").utf8)
        hasEnded.withLock { hasEnded in
            var rest = bytes[...]
            while !hasEnded, !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                if count <= 0 { hasEnded = true } else { rest = rest.dropFirst(count) }
            }
        }
    }

    /// The answer to a request.
    static func response(_ id: MessageID, _ result: JSONValue) -> JSONValue {
        .object(["jsonrpc": "2.0", "id": id.value, "result": result])
    }

    /// The answer to what could not be done; the id is null where none could be read.
    static func failure(_ id: MessageID?, _ error: RPCError) -> JSONValue {
        .object(["jsonrpc": "2.0", "id": id?.value ?? .null, "error": error.value])
    }

    /// A message without an answer.
    static func notification(_ method: String, _ params: JSONValue) -> JSONValue {
        .object(["jsonrpc": "2.0", "method": .string(method), "params": params])
    }

    /// A request to the client.
    static func request(_ id: MessageID, _ method: String) -> JSONValue {
        .object(["jsonrpc": "2.0", "id": id.value, "method": .string(method)])
    }
}
