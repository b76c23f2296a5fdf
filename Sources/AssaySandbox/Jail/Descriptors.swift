import Glibc

/// Keeps a descriptor from leaking into other children that are spawned meanwhile.
func closeOnExec(_ descriptor: CInt) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}
