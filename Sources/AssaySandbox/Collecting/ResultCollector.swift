package import AssayCore
import AssaySupport
import Glibc
import SystemPackage

/// Reads the files that a command left in a writable folder, trusting nothing about them.
///
/// Every name is opened beneath its own folder's descriptor and never followed if it is a link, which
/// is what openat2(2) promises with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS; only regular files on the
/// folder's own file system with one name are read.
package struct ResultCollector: Sendable {
    /// The limits of what is read.
    package struct Limits: Sendable {
        /// The largest size of one file in bytes.
        package let fileBytes: Int
        /// The largest size of all files together in bytes.
        package let totalBytes: Int
        /// The largest number of entries that are visited.
        package let files: Int
        /// The largest depth of folders.
        package let depth: Int
        /// Makes limits; omitted ones have their defaults.
        package init(
            fileBytes: Int = 32 << 20, totalBytes: Int = 128 << 20, files: Int = 10_000, depth: Int = 32
        ) {
            self.fileBytes = fileBytes
            self.totalBytes = totalBytes
            self.files = files
            self.depth = depth
        }
    }

    /// Why something was not read.
    package enum Refusal: String, Sendable, Codable {
        case link = "a symbolic link"
        case hardLink = "a file with a second name"
        case special = "a pipe, socket or device"
        case foreign = "on another file system"
        case large = "larger than the limit"
        case deep = "deeper than the limit"
        case many = "beyond the number of entries that are read"
        case name = "a name with control or undecodable characters"
        case closed = "closed to us"
    }

    /// The files that were read, and those that were refused.
    package struct Collection: Sendable {
        /// The bytes of each file by its path beneath the folder.
        package var files: [String: [UInt8]] = [:]
        /// Paths that were refused, with the reason; at most a hundred.
        package var refused: [String: Refusal] = [:]
        var bytes = 0
        var entries = 0
    }
    private let limits: Limits

    /// Makes a collector with limits.
    package init(limits: Limits = Limits()) { self.limits = limits }

    /// Reads everything beneath a folder that Assay made.
    package func collect(_ folder: String) throws(SandboxError) -> Collection {
        let root = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard root >= 0 else { throw SandboxError(.output, "\(folder): \(Errno(rawValue: errno))") }
        var status = stat()
        guard fstat(root, &status) == 0 else {
            close(root)
            throw SandboxError(.output, "\(folder): \(Errno(rawValue: errno))")
        }
        var collection = Collection()
        walk(root, path: "", depth: 0, device: status.st_dev, into: &collection)
        return collection
    }

    /// Reads one file directly beneath a folder that Assay made, or nothing.
    package func file(_ name: String, in folder: String) -> [UInt8]? { try? result(name, in: folder).get() }

    /// Reads one file directly beneath a folder that Assay made, or says why not.
    package func result(_ name: String, in folder: String) -> Result<[UInt8], Refusal> {
        let root = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard root >= 0 else { return .failure(.closed) }
        defer { close(root) }
        var status = stat()
        guard !name.contains("/"), fstat(root, &status) == 0 else { return .failure(.closed) }
        return read(name, in: root, device: status.st_dev, limit: limits.fileBytes)
    }

    /// Takes ownership of the folder's descriptor.
    private func walk(
        _ folder: CInt, path: String, depth: Int, device: dev_t, into collection: inout Collection
    ) {
        guard let stream = fdopendir(folder) else {
            close(folder)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                Array(bytes.prefix { $0 != 0 })
            }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            collection.entries += 1
            guard collection.entries <= limits.files else {
                refuse(path.isEmpty ? "." : path, .many, &collection)
                return
            }
            guard let text = String(validating: name, as: UTF8.self), text == TerminalText.clean(text), text.isOneLine
            else {
                refuse(path + TerminalText.line(String(decoding: name, as: UTF8.self)), .name, &collection)
                continue
            }
            visit(text, in: folder, path: path + text, depth: depth, device: device, into: &collection)
        }
    }

    private func visit(
        _ name: String, in folder: CInt, path: String, depth: Int, device: dev_t, into collection: inout Collection
    ) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return refuse(path, .closed, &collection)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            switch read(name, in: folder, device: device, limit: min(limits.fileBytes, limits.totalBytes - collection.bytes)) {
            case .success(let bytes):
                collection.bytes += bytes.count
                collection.files[path] = bytes
            case .failure(let refusal): refuse(path, refusal, &collection)
            }
            return
        }
        guard depth + 1 < limits.depth else { return refuse(path, .deep, &collection) }
        let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard inner >= 0 else { return refuse(path, errno == ELOOP || errno == ENOTDIR ? .link : .closed, &collection) }
        guard fstat(inner, &status) == 0, status.st_dev == device else {
            close(inner)
            return refuse(path, .foreign, &collection)
        }
        walk(inner, path: path + "/", depth: depth + 1, device: device, into: &collection)
    }

    private func read(
        _ name: String, in folder: CInt, device: dev_t, limit: Int
    ) -> Result<[UInt8], Refusal> {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .failure(.closed) }
        if status.st_mode & S_IFMT == S_IFLNK { return .failure(.link) }
        // Opening a device can have effects, so only regular files are opened.
        if status.st_mode & S_IFMT != S_IFREG { return .failure(.special) }
        let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(errno == ELOOP ? .link : .closed) }
        defer { close(descriptor) }
        // Checked again by descriptor, because the name may refer to another file by now.
        guard fstat(descriptor, &status) == 0 else { return .failure(.closed) }
        if status.st_mode & S_IFMT != S_IFREG { return .failure(.special) }
        if status.st_dev != device { return .failure(.foreign) }
        if status.st_nlink != 1 { return .failure(.hardLink) }
        if status.st_size > limit { return .failure(.large) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return .success(bytes) }
            bytes += buffer[..<count]
        }
        return .failure(.large)
    }

    private func refuse(_ path: String, _ refusal: Refusal, _ collection: inout Collection) {
        if collection.refused.count < 100 { collection.refused[path] = refusal }
    }
}

extension ResultCollector.Refusal: Error {}
