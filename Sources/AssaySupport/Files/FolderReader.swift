import FoundationEssentials
import Glibc

/// Reads a folder of text files with limits, following no links.
package enum FolderReader {
    /// Folders that hold what tools made, not what people wrote.
    private static let skipped: Set<String> = [
        ".git", ".build", ".swiftpm", "node_modules", "__pycache__", ".venv", ".pytest_cache",
        ".ruff_cache", ".assay",
    ]

    /// The folder's own name, however it is written.
    package static func name(of folder: String) -> String {
        let real = realpath(folder, nil)
        defer { free(real) }
        let whole = real.map { String(cString: $0) } ?? folder
        return whole.split(separator: "/").last.map(String.init) ?? "project"
    }

    /// Returns every text file below a folder; an absent folder is an empty tree.
    ///
    /// - Throws: `InputError` for a file or folder that cannot be read, and for more than the limits allow: part of a tree is
    ///   another tree.
    package static func read(_ folder: String) throws(InputError) -> FileTree {
        var tree = FileTree()
        var total = 0
        try add(folder, prefix: "", depth: 0, total: &total, to: &tree)
        return tree
    }

    private static func add(
        _ folder: String, prefix: String, depth: Int, total: inout Int, to tree: inout FileTree
    ) throws(InputError) {
        guard depth < 32 else { throw InputError(folder, "is nested deeper than 32 folders") }
        guard access(folder, F_OK) == 0 else { return }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw unreadable(folder, R_OK | X_OK) }
        for name in names.sorted() where !skipped.contains(name) {
            let full = "\(folder)/\(name)"
            var status = stat()
            guard lstat(full, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                try add(full, prefix: prefix + name + "/", depth: depth + 1, total: &total, to: &tree)
            } else if status.st_mode & S_IFMT == S_IFREG, status.st_size < 1 << 20 {
                guard let data = try? Data(contentsOf: URL(filePath: full)) else { throw unreadable(full, R_OK) }
                guard let text = String(validating: data, as: UTF8.self) else { continue }
                total += data.count
                guard total < 64 << 20 else { throw InputError(folder, "holds more than 64 MiB of text") }
                do {
                    try tree.set(prefix + name, text)
                } catch {
                    throw InputError(full, "\(error)")
                }
            }
        }
    }

    /// The error of what cannot be read, with the system's reason.
    private static func unreadable(_ path: String, _ mode: Int32) -> InputError {
        let reason = access(path, mode) == 0 ? "" : ": \(String(cString: strerror(errno)))"
        return InputError(path, "cannot be read\(reason)", kind: .missing)
    }
}
