import AssaySupport
import Glibc

/// A lock on the folder of a run on a cluster: two processes that waited for it would both submit what is missing.
///
/// It is a class because the lock is released exactly once, by its deinitialiser; the kernel releases it however the process ends
/// (flock(2)).
final class FolderLock: Sendable {
    private let descriptor: CInt

    init(_ folder: String) throws(InputError) {
        let path = folder + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw InputError(path, "cannot be written; name another --store in a folder that all nodes see", kind: .unwritable) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw InputError(folder, "another process waits for this run already; end that one, or wait for it")
        }
    }

    deinit { close(descriptor) }
}
