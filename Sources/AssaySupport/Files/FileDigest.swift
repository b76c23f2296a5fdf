import Glibc

/// SHA-256 of a file's content.
package enum FileDigest {
    /// Returns the digest; nil when the file is not regular, cannot be read or has more than `most` bytes.
    package static func of(_ path: String, most: Int = 1 << 30) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= most else { return nil }
        var digest = StreamDigest()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return digest.hex }
            digest.add(Array(buffer[..<count]))
        }
    }
}
