import Glibc

/// Keeps a descriptor from leaking into other children that are spawned meanwhile.
func closeOnExec(_ descriptor: CInt) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// Removes a file that may not exist.
func unlinkQuietly(_ path: String) {
    _ = unlink(path)
}
