import FoundationEssentials
import Glibc

/// A private temporary folder, which is removed when the last reference to it is released.
///
/// A class because removal must happen exactly once, when the last reference goes.
package final class ScratchFolder: Sendable {
    /// The folder's absolute path.
    package let path: String

    /// Makes a folder only we can enter, under TMPDIR or /tmp.
    package init(name: String) throws {
        let parent = TemporaryFolder.path
        path = "\(parent)/assay-\(name)-\(getpid())-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
    }

    deinit { ScratchFolder.remove(path) }

    /// Whether a folder was made by this process.
    package static func isOurs(_ path: String) -> Bool {
        path.hasPrefix(TemporaryFolder.path + "/assay-") && path.contains("-\(getpid())-")
    }

    /// Removes a tree that untrusted code may have shaped: odd modes, links, folders without end.
    package static func remove(_ path: String) {
        let root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if root >= 0 {
            // Folders that are nested too deeply are moved up and removed in the next pass.
            for _ in 0..<1000 where !empty(root, root: root, depth: 0) {}
            close(root)
        }
        _ = rmdir(path)
        _ = unlink(path)
    }

    /// Removes the contents of a folder; returns whether nothing was moved to the root instead.
    private static func empty(_ folder: CInt, root: CInt, depth: Int) -> Bool {
        guard let stream = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return true }
        defer { closedir(stream) }
        var clean = true
        while let entry = readdir(stream) {
            var name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }).map { CChar(bitPattern: $0) } }
            name.append(0)
            if name == [46, 0] || name == [46, 46, 0] || unlinkat(folder, name, 0) == 0 { continue }
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFDIR
            else { continue }
            if depth == 64 {
                _ = renameat(folder, name, root, "deep-\(UInt64.random(in: .min ... .max))")
                clean = false
                continue
            }
            _ = fchmodat(folder, name, 0o700, 0)
            let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else { continue }
            if !empty(inner, root: root, depth: depth + 1) { clean = false }
            close(inner)
            _ = unlinkat(folder, name, CInt(AT_REMOVEDIR))
        }
        return clean
    }

    /// Removes folders that killed Assay processes left behind.
    package static func sweep() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: TemporaryFolder.path)) ?? []
        for name in names where name.hasPrefix("assay-") {
            let parts = name.split(separator: "-")
            // assay-NAME-PID-RANDOM
            guard parts.count >= 4, let owner = pid_t(parts[2]), owner > 1 else { continue }
            if kill(owner, 0) != 0 && errno == ESRCH { remove("\(TemporaryFolder.path)/\(name)") }
        }
    }
}
