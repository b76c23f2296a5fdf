import AssaySupport
import Glibc
import SystemPackage

/// Makes a pipe that no other child, spawned at the same moment by another thread, can inherit: whoever reads from it
/// would never see its end while that child lives.
///
/// pipe(2) cannot do that, and Swift has no pipe2(2); a FIFO is opened close-on-exec (fifo(7)), and its name goes at once.
func closedOnExecPipe() throws(Errno) -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
    let path = "\(TemporaryFolder.path)/assay-pipe-\(getpid())-\(UInt64.random(in: .min ... .max))"
    guard mkfifo(path, 0o600) == 0 else { throw Errno(rawValue: errno) }
    defer { unlink(path) }
    // Without a writer a reader would wait to be opened.
    let readEnd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard readEnd >= 0 else { throw Errno(rawValue: errno) }
    let writeEnd = open(path, O_WRONLY | O_CLOEXEC)
    guard writeEnd >= 0, fcntl(readEnd, F_SETFL, O_RDONLY) == 0 else {
        let error = Errno(rawValue: errno)
        close(readEnd)
        if writeEnd >= 0 { close(writeEnd) }
        throw error
    }
    return (FileDescriptor(rawValue: readEnd), FileDescriptor(rawValue: writeEnd))
}
