import FoundationEssentials
import Glibc

/// A private temporary folder that is removed with its last owner.
///
/// A class because removal must happen exactly once, when the last reference goes.
package final class ScratchFolder: Sendable {
    /// The folder's absolute path.
    package let path: String

    /// Makes a folder only we can enter, under TMPDIR or /tmp.
    package init(name: String) throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        path = "\(parent)/assay-\(name)-\(getpid())-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
    }

    deinit { ScratchFolder.remove(path) }

    /// Removes a tree that untrusted code may have shaped: odd modes, links, deep folders.
    package static func remove(_ path: String) {
        let files = FileManager.default
        if (try? files.removeItem(atPath: path)) != nil { return }
        openFolders(path, depth: 0)
        try? files.removeItem(atPath: path)
    }

    /// Makes folders with closed modes removable; links are never followed.
    private static func openFolders(_ path: String, depth: Int) {
        var status = stat()
        guard depth < 256, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            chmod(path, 0o700) == 0
        else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names { openFolders("\(path)/\(name)", depth: depth + 1) }
    }

    /// Removes folders that processes of ours left behind when they were killed.
    package static func sweep() {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix("assay-") {
            let parts = name.split(separator: "-")
            // assay-NAME-PID-RANDOM
            guard parts.count >= 4, let owner = pid_t(parts[2]), owner > 1 else { continue }
            if kill(owner, 0) != 0 && errno == ESRCH { remove("\(parent)/\(name)") }
        }
    }
}
