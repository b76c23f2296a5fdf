import FoundationEssentials
import Glibc
import SystemPackage

/// Writes trees into folders without following any link, so that what untrusted code left there leads nowhere else.
package struct FolderWriter {
    private let root: CInt
    /// The mode of files; programs also get the bits to run them.
    private let mode: mode_t

    /// Writes all entries of a tree below an existing folder; files that are there are replaced, those with the same content kept.
    ///
    /// With `isOpen`, every user may write what is written. Entries for which `skip` returns true are not written.
    package static func write(
        _ tree: FileTree, to folder: String, isOpen: Bool = false, skip: (String, FileEntry) -> Bool = { _, _ in false }
    ) throws(FolderError) {
        let root = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard root >= 0 else { throw FolderError(folder, String(cString: strerror(errno))) }
        defer { close(root) }
        let writer = FolderWriter(root: root, mode: isOpen ? 0o666 : 0o644)
        for (path, entry) in tree.entries.sorted(by: { $0.key < $1.key }) where !skip(path, entry) {
            let error = writer.put(path, entry)
            guard error == 0 else { throw FolderError("\(folder)/\(path)", String(cString: strerror(error))) }
        }
    }

    private var folderMode: mode_t { mode == 0o666 ? 0o777 : 0o755 }

    /// Writes one entry; returns the error number, 0 for none.
    private func put(_ path: String, _ entry: FileEntry) -> CInt {
        let parts = path.split(separator: "/").map(String.init)
        guard let name = parts.last else { return EINVAL }
        var folder = dup(root)
        guard folder >= 0 else { return errno }
        defer { close(folder) }
        for part in entry == .folder ? parts[...] : parts.dropLast() {
            let inner = enter(part, of: folder)
            guard inner >= 0 else { return errno }
            close(folder)
            folder = inner
        }
        switch entry {
        case .folder: return 0
        case .link(let target):
            if unlinkat(folder, name, 0) != 0 && errno != ENOENT { return errno }
            return symlinkat(target, folder, name) == 0 ? 0 : errno
        case .text, .bytes: return put(entry.data ?? Data(), entry.isExecutable ? mode | (folderMode & 0o111) : mode, name, in: folder)
        }
    }

    /// Opens a folder in an open one, making it if it is not there.
    private func enter(_ name: String, of folder: CInt) -> CInt {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let inner = openat(folder, name, flags)
        if inner >= 0 || errno != ENOENT { return inner }
        guard mkdirat(folder, name, folderMode) == 0, fchmodat(folder, name, folderMode, 0) == 0 else { return -1 }
        return openat(folder, name, flags)
    }

    private func put(_ data: Data, _ mode: mode_t, _ name: String, in folder: CInt) -> CInt {
        if holds(data, mode, name, in: folder) { return 0 }
        var file = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode)
        if file < 0 && (errno == ELOOP || errno == ENXIO) && unlinkat(folder, name, 0) == 0 {
            file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        }
        guard file >= 0 else { return errno }
        defer { close(file) }
        do {
            _ = try FileDescriptor(rawValue: file).writeAll(data)
        } catch {
            return (error as? Errno)?.rawValue ?? EIO
        }
        return fchmod(file, mode) == 0 ? 0 : errno
    }

    /// Whether a regular file has this content and mode already, so that it keeps its modification time.
    private func holds(_ data: Data, _ mode: mode_t, _ name: String, in folder: CInt) -> Bool {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o777 == mode,
            status.st_size == data.count
        else { return false }
        return FolderReader.content(of: name, in: folder) == data
    }
}
