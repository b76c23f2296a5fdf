import AssayCore
import AssaySupport
import Glibc
import SystemPackage

/// A file without a name, in memory where /dev/shm exists; closed when the last reference to it is released.
///
/// A class because a descriptor must be closed exactly once.
final class MemoryFile: Sendable {
    let descriptor: CInt

    init(_ bytes: [UInt8] = []) throws(SandboxError) {
        descriptor = try Self.nameless()
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw SandboxError(.launcher, "cannot write a memory file: \(Errno(rawValue: errno))") }
            offset += written
        }
    }

    deinit { close(descriptor) }

    private static func nameless() throws(SandboxError) -> CInt {
        let name = "assay-\(getpid())-\(UInt64.random(in: .min ... .max))"
        for folder in ["/dev/shm", TemporaryFolder.path] {
            let descriptor = open("\(folder)/\(name)", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { continue }
            unlink("\(folder)/\(name)")
            return descriptor
        }
        throw SandboxError(.launcher, "no place for a temporary file: \(Errno(rawValue: errno)); set TMPDIR")
    }

    /// Returns what it holds from a place on, at most `limit` bytes of it.
    func bytes(from start: Int = 0, limit: Int) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > start else { return [] }
        let size = min(Int(status.st_size) - start, limit)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = pread(descriptor, buffer.baseAddress?.advanced(by: count), size - count, off_t(start + count))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else { return }
                count += got
            }
        }
    }
}
