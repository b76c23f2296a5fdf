import Dispatch
import Glibc

/// Reads the client's messages, one a line, from a file descriptor.
///
/// A message that is too long is passed over to its end, never kept.
package struct MessageReader: Sendable {
    /// What came: a line, or the news that one was too long.
    enum Line: Sendable, Equatable {
        case message([UInt8])
        case tooLong
    }

    /// The longest message in bytes.
    package static let mostBytes = 16 << 20
    private static let chunk = 1 << 16

    private let descriptor: CInt
    private let most: Int
    private let queue = DispatchQueue(label: "assay.mcp.input")

    /// Reads from a descriptor, which stays the caller's.
    package init(_ descriptor: CInt, most: Int = mostBytes) {
        self.descriptor = descriptor
        self.most = most
    }

    /// Gives every line in order until the input ends, or the task is cancelled.
    func forEach(_ body: (Line) async -> Void) async {
        var (line, isTooLong) = ([UInt8](), false)
        while let bytes = await next() {
            var rest = bytes[...]
            while let end = rest.firstIndex(of: 0x0A) {
                if !isTooLong { line += rest[..<end] }
                isTooLong = isTooLong || line.count > most
                // Blank lines say nothing, and a carriage return before the line feed belongs to the line's end.
                if line.last == 0x0D { line.removeLast() }
                if isTooLong || !line.isEmpty { await body(isTooLong ? .tooLong : .message(line)) }
                (line, isTooLong) = ([], false)
                rest = rest[(end + 1)...]
            }
            if !isTooLong { line += rest }
            if line.count > most { (line, isTooLong) = ([], true) }
        }
        if isTooLong || !line.isEmpty { await body(isTooLong ? .tooLong : .message(line)) }
    }

    /// The next bytes; nil at the end, and when the task is cancelled.
    private func next() async -> [UInt8]? {
        // Whoever is cancelled while nothing comes is woken by this pipe.
        var ends: [CInt] = [-1, -1]
        guard !Task.isCancelled, pipe(&ends) == 0 else { return nil }
        let (woken, waker) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer {
            close(woken)
            close(waker)
        }
        let descriptor = descriptor
        return await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                queue.async { caller.resume(returning: Self.read(descriptor, unless: woken)) }
            }
        } onCancel: {
            var byte: UInt8 = 0
            _ = write(waker, &byte, 1)
        }
    }

    /// Waits for bytes and reads them; nil at the end, on an error, and where the other descriptor has something first.
    private static func read(_ descriptor: CInt, unless woken: CInt) -> [UInt8]? {
        while true {
            var both = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: woken, events: Int16(POLLIN), revents: 0)]
            guard poll(&both, 2, -1) >= 0 else {
                if errno == EINTR { continue }
                return nil
            }
            guard both[1].revents == 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: chunk)
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            return count > 0 ? Array(bytes[..<count]) : nil
        }
    }
}
