import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// A chat server on loopback (OpenAI's chat completions, streamed) that answers as a script says.
package final class ScriptedServer: Sendable {
    /// One request.
    package struct Asked: Sendable {
        /// Its number, from 0.
        package let number: Int
        /// The texts of the messages, joined by line ends.
        package let prompt: String
    }

    /// What is answered.
    package struct Answer: Sendable {
        var text: String
        var seconds: Double

        /// Answers with a text, after some seconds.
        package init(_ text: String, after seconds: Double = 0) { (self.text, self.seconds) = (text, seconds) }
    }

    private struct Body: Decodable {
        struct Message: Decodable { var content: String }
        var messages: [Message]
    }

    private let listener: CInt
    /// The port on 127.0.0.1.
    package let port: Int
    private let script: @Sendable (Asked) -> Answer
    private let requests = Mutex<[Asked]>([])

    /// Everything that was asked so far.
    package var asked: [Asked] { requests.withLock { $0 } }
    /// The base URL for a configuration.
    package var url: String { "http://127.0.0.1:\(port)/v1" }

    /// Starts the server; it ends with the value.
    package init(_ script: @escaping @Sendable (Asked) -> Answer) throws {
        self.script = script
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0 }
        }
        guard bound, listen(listener, 64) == 0 else { throw CocoaError(.fileReadUnknown) }
        port = Int(UInt16(bigEndian: address.sin_port))
        let answer: @Sendable (CInt) -> Void = { [weak self] connection in self?.serve(connection) }
        DispatchQueue.global().async { @Sendable in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                DispatchQueue.global().async { @Sendable in
                    answer(connection)
                    shutdown(connection, Int32(SHUT_RDWR))
                    close(connection)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ connection: CInt) {
        guard let body = Self.read(connection), let asked = try? JSONDecoder().decode(Body.self, from: body) else {
            return Self.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", to: connection)
        }
        let request = requests.withLock { all in
            all.append(Asked(number: all.count, prompt: asked.messages.map(\.content).joined(separator: "\n")))
            return all[all.count - 1]
        }
        let answer = script(request)
        if answer.seconds > 0 { usleep(UInt32(answer.seconds * 1_000_000)) }
        guard let quoted = try? JSONEncoder().encode(answer.text) else { return }
        let events = [
            #"{"model":"script","choices":[{"index":0,"delta":{"content":\#(String(decoding: quoted, as: UTF8.self))},"finish_reason":"stop"}]}"#,
            #"{"model":"script","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20}}"#, "[DONE]",
        ]
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        Self.write(head + events.map { "data: \($0)\n\n" }.joined(), to: connection)
    }

    /// The body of a request of a stated length; nil for any other.
    private static func read(_ connection: CInt) -> Data? {
        var (bytes, buffer) = (Data(), [UInt8](repeating: 0, count: 65536))
        while true {
            let count = Glibc.read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes.append(contentsOf: buffer[..<count])
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound]
            let stated = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }?.split(separator: ":").last
            guard let length = stated.flatMap({ Int($0.filter(\.isNumber)) }) else { return nil }
            let body = bytes.dropFirst(head.utf8.count + 4)
            if body.count >= length { return Data(body) }
        }
    }

    private static func write(_ text: String, to connection: CInt) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
