package import AssayCore
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// The only way out of a run's own network: who connects to its address inside is answered by whoever holds it outside.
///
/// A class because its sockets are closed exactly once. The launcher's part is `gate.c`.
package final class Gate: Sendable {
    /// Where a run finds its gate, as the variables that name a proxy want it.
    package static let address = "http://127.0.0.1:3128"

    private let outer: CInt
    /// The launcher's end, until a run has it.
    private let inner: Mutex<CInt>

    /// Makes a gate for one run.
    package init() throws(SandboxError) {
        var ends: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, CInt(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SandboxError(.launcher, "no socket for a run's gate: \(Errno(rawValue: errno))")
        }
        outer = ends[0]
        inner = Mutex(ends[1])
    }

    deinit {
        closeInner()
        close(outer)
    }

    /// The launcher's end, for a request.
    var end: CInt { inner.withLock { $0 } }

    /// Closes our copy of the launcher's end, so that the end of a run that never opened its gate is seen.
    func closeInner() {
        inner.withLock { end in
            if end >= 0 { close(end) }
            end = -1
        }
    }

    /// Waits for the socket that listens inside; nil where the run has ended without one.
    ///
    /// The caller closes it.
    package func listener() async -> CInt? {
        let socket = outer
        return await withCheckedContinuation { continuation in
            let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: .global())
            source.setEventHandler { source.cancel() }
            source.setCancelHandler { continuation.resume(returning: DescriptorMessage.receive(over: socket)) }
            source.activate()
        }
    }
}
