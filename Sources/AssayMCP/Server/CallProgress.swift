import AssaySupport
import Synchronization

/// Tells the client how a call comes on, where it has asked for that.
final class CallProgress: Sendable {
    private let token: JSONValue?
    private let writer: MessageWriter
    private let last = Mutex(0.0)

    /// Makes what reports under a token of the client; nothing is told without one.
    init(token: JSONValue?, writer: MessageWriter) {
        self.token = token.flatMap { MessageID($0)?.value }
        self.writer = writer
    }

    /// Tells what is done now; `done` counts what `total` is the whole of, and a step is counted without it.
    func tell(_ message: String, done: Double? = nil, total: Double? = nil) {
        guard let token else { return }
        // The number must grow with every message.
        last.withLock { last in
            guard done.map({ $0 > last }) ?? true else { return }
            last = done ?? last + 1
            var params: [String: JSONValue] = ["progressToken": token, "progress": .number(last), "message": .string(TerminalText.line(message))]
            params["total"] = total.map(JSONValue.number)
            writer.send(MessageWriter.notification("notifications/progress", .object(params)))
        }
    }
}
