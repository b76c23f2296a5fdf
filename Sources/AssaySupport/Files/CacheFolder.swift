import FoundationEssentials
import Glibc

/// The folder for data that can be made again.
package enum CacheFolder {
    /// `ASSAY_CACHE`, else `$XDG_CACHE_HOME/assay`, else `~/.cache/assay`.
    package static var path: String {
        if let own = value("ASSAY_CACHE") { return own }
        if let base = value("XDG_CACHE_HOME") { return base + "/assay" }
        return (value("HOME") ?? accountHome ?? "/tmp") + "/.cache/assay"
    }

    /// The home folder in the account database (getpwuid_r(3)); nil when it has no such account.
    private static var accountHome: String? {
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil, let home = entry.pw_dir else { return nil }
        let path = String(cString: home)
        return path.hasPrefix("/") ? path : nil
    }

    private static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a folder was made to its end; asking says that it is used.
    package static func isComplete(_ folder: String) -> Bool {
        utimensat(AT_FDCWD, folder + "/.complete", nil, 0)
        return access(folder + "/.complete", F_OK) == 0
    }

    /// Removes the sibling folders that have not been used for a month.
    private static func sweep(beside folder: String) {
        let oldest = time(nil) - 30 * 86400
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.parentFolder)) ?? [] {
            let neighbour = folder.parentFolder + "/" + name
            var status = stat()
            // One that was never finished has no mark; its own time says when it was begun.
            let found = stat(neighbour + "/.complete", &status) == 0 || stat(neighbour, &status) == 0
            if found, status.st_mtim.tv_sec < oldest { ScratchFolder.remove(neighbour) }
        }
    }

    /// Keeps a copy of a folder's contents as one folder of another.
    package static func make(_ folder: String, _ name: String, from source: String) async throws {
        try await make(folder) { draft in
            try FileManager.default.createDirectory(atPath: "\(draft)/\(name)", withIntermediateDirectories: false)
            try await FolderCopy.contents(of: source, into: "\(draft)/\(name)")
        }
    }

    /// Makes a folder of the cache, with those above it; `variable` is what names another place for it.
    ///
    /// - Throws: `InputError` that names the cache folder and the variable, where nothing can be written, be the folder there or not.
    package static func create(_ folder: String, namedBy variable: String = "ASSAY_CACHE") throws(InputError) {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard access(folder, W_OK | X_OK) == 0 else {
            let place = folder.hasPrefix(path + "/") ? path : folder
            throw InputError(place, "the cache folder cannot be written to; name another by \(variable)", kind: .unwritable)
        }
    }

    /// Makes a folder in whole or not at all; another process may be faster, and either is right.
    package static func make(_ folder: String, _ fill: (String) async throws -> Void) async throws {
        let draft = folder + "-draft-\(UUID().uuidString)"
        try create(draft)
        do {
            try await fill(draft)
            try Data().write(to: URL(filePath: draft + "/.complete"))
        } catch {
            ScratchFolder.remove(draft)
            throw error
        }
        if rename(draft, folder) != 0 { ScratchFolder.remove(draft) }
        sweep(beside: folder)
    }
}
