package import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc

/// A lock on a run: two processes that executed the same run would pay for its open attempts twice.
///
/// Each run locks one byte of a file beside the database (fcntl(2)); the kernel releases the lock however the process
/// ends. It is a class because the lock is released exactly once, by its deinitialiser.
package final class RunLock: Sendable {
    private let descriptor: CInt

    fileprivate init(_ run: String, beside database: String) throws(HarnessError) {
        let path = database + "-runs.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw HarnessError(.unwritable, "\(path): cannot be written, so two processes could execute one run; name another place with --store")
        }
        var place = flock()
        place.l_type = Int16(F_WRLCK)
        place.l_whence = Int16(SEEK_SET)
        place.l_start = off_t(UInt64(Digest.of(run).prefix(15), radix: 16) ?? 0)
        place.l_len = 1
        var holder = place
        guard fcntl(descriptor, F_SETLK, &place) < 0 else { return }
        _ = fcntl(descriptor, F_GETLK, &holder)
        close(descriptor)
        let name = holder.l_pid > 0 ? " (\(holder.l_pid))" : ""
        throw HarnessError(.storage, "the run \(run) is being executed by another process\(name); wait for it, or run another with --new")
    }

    deinit { close(descriptor) }
}

extension Store {
    /// Locks a run for this process until the lock is released; throws, naming the process, when another one holds it.
    package func lock(_ run: String) throws(HarnessError) -> RunLock { try RunLock(run, beside: path) }
}
