import HTTPTypes
import Hummingbird
import NIOCore

/// Server-sent events: one whenever the store has changed (HTML Living Standard, 9.2).
enum EventStream {
    /// How often the store is asked, and after how many quiet times a comment keeps the connection.
    private static let interval = Duration.milliseconds(500)
    private static let quietTimes = 30

    /// Answers with events until the reader goes or the server ends.
    static func response(_ version: @escaping @Sendable () throws -> Int) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: ResponseBody { writer in
                var last = try version()
                var quiet = 0
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                while !Task.isCancelled {
                    try await Task.sleep(for: interval)
                    let now = try version()
                    quiet += 1
                    if now != last {
                        try await writer.write(ByteBuffer(string: "event: changed\ndata: \(now)\n\n"))
                    } else if quiet >= quietTimes {
                        try await writer.write(ByteBuffer(string: ":\n\n"))
                    } else {
                        continue
                    }
                    (last, quiet) = (now, 0)
                }
                try await writer.finish(nil)
            })
    }
}
