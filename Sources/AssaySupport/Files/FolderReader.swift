package import FoundationEssentials
import Glibc

/// Reads a folder as it is, following no links: files in any encoding, the mode bit of programs, links inside, empty folders.
package struct FolderReader {
    /// The size of all files of a folder at most, in bytes.
    package static let mostBytes = 512 << 20
    /// Folders that hold what tools made, not what people wrote.
    private static let toolFolders: Set<String> = [
        ".git", ".build", ".swiftpm", "node_modules", "__pycache__", ".venv", ".pytest_cache",
        ".ruff_cache", ".assay",
    ]

    private let root: String
    /// Whether folders that tools made are left out.
    private let skipsToolFolders: Bool
    private var contents = FolderContents()
    private var total = 0

    /// The folder's own name, however it is written.
    package static func name(of folder: String) -> String {
        let real = realpath(folder, nil)
        defer { free(real) }
        let whole = real.map { String(cString: $0) } ?? folder
        return whole.split(separator: "/").last.map(String.init) ?? "project"
    }

    /// Returns every file below a folder; an absent folder is an empty tree.
    package static func read(_ folder: String) throws(InputError) -> FileTree { try contents(of: folder).tree }

    /// Returns what lies below a folder and what was left out; an absent folder is empty.
    ///
    /// - Throws: `InputError` for a file or folder that cannot be read, and for more than the limits allow: part of a tree is
    ///   another tree.
    ///
    /// With `paths`, only these files are read, in whatever folder they lie; folders that tools made are left out unless wanted.
    package static func contents(
        of folder: String, only paths: Set<String>? = nil, withToolFolders: Bool = false
    ) throws(InputError) -> FolderContents {
        var reader = FolderReader(root: folder, skipsToolFolders: !withToolFolders)
        let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return FolderContents() }
            throw unreadable(folder)
        }
        defer { close(opened) }
        if let paths {
            for path in paths.sorted() { try reader.addFile(at: path, below: opened) }
        } else {
            try reader.addFolder(opened, prefix: "", depth: 0)
        }
        return reader.contents
    }

    private init(root: String, skipsToolFolders: Bool) { (self.root, self.skipsToolFolders) = (root, skipsToolFolders) }

    private mutating func addFolder(_ folder: CInt, prefix: String, depth: Int) throws(InputError) {
        guard depth < 64 else { throw InputError("\(root)/\(prefix)", "is nested deeper than 64 folders") }
        let names = Self.names(in: folder)
        if names.isEmpty, !prefix.isEmpty { try set(String(prefix.dropLast()), .folder) }
        for bytes in names {
            guard let name = String(validating: bytes, as: UTF8.self) else {
                contents.leftOut.append(.init(prefix + String(decoding: bytes, as: UTF8.self), .name))
                continue
            }
            let path = prefix + name
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            guard status.st_mode & S_IFMT == S_IFDIR else {
                try addFile(name, in: folder, path)
                continue
            }
            if skipsToolFolders, Self.toolFolders.contains(name) {
                if name != ".git" && name != ".assay" { contents.leftOut.append(.init(path + "/", .toolFolder)) }
                continue
            }
            let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else { throw Self.unreadable("\(root)/\(path)") }
            defer { close(inner) }
            try addFolder(inner, prefix: path + "/", depth: depth + 1)
        }
    }

    /// Adds a file in whatever folder it lies; one behind a link would be another folder's, so it is left out.
    private mutating func addFile(at path: String, below root: CInt) throws(InputError) {
        var folder = dup(root)
        guard folder >= 0 else { throw Self.unreadable(self.root) }
        defer { close(folder) }
        let parts = path.split(separator: "/").map(String.init)
        for part in parts.dropLast() {
            let inner = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else {
                if errno == EACCES { throw Self.unreadable("\(self.root)/\(path)") }
                var status = stat()
                if fstatat(folder, part, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFLNK { contents.leftOut.append(.init(path, .link)) }
                return
            }
            close(folder)
            folder = inner
        }
        try addFile(parts.last ?? "", in: folder, path)
    }

    /// Adds one file or link; `name` is relative to the open folder, `path` to the root.
    private mutating func addFile(_ name: String, in folder: CInt, _ path: String) throws(InputError) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            total += Int(status.st_size)
            guard total <= Self.mostBytes else {
                throw InputError(root, "holds more than \(Self.mostBytes >> 20) MiB; verify a folder of it, or remove what is not needed")
            }
            guard let data = Self.content(of: name, in: folder) else { throw Self.unreadable("\(root)/\(path)") }
            try set(path, FileEntry(data, isExecutable: status.st_mode & S_IXUSR != 0))
        case S_IFLNK:
            let target = Self.target(of: name, in: folder)
            if let target, FileEntry.isInside(link: path, to: target) {
                try set(path, .link(target))
            } else {
                contents.leftOut.append(.init(path, .link))
            }
        case S_IFDIR: break
        default: contents.leftOut.append(.init(path, .special))
        }
    }

    private mutating func set(_ path: String, _ entry: FileEntry) throws(InputError) {
        do {
            try contents.tree.set(path, entry)
        } catch {
            contents.leftOut.append(.init(path, .name))
        }
    }

    /// The names in an open folder as bytes, in order.
    private static func names(in folder: CInt) -> [[UInt8]] {
        guard let stream = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return [] }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [46] && name != [46, 46] { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Returns the bytes of a file that is no link; nil where it cannot be read, or has more than `mostBytes`.
    package static func content(of path: String) -> Data? { content(of: path, in: AT_FDCWD) }

    /// The bytes of a regular file in an open folder; nil where it cannot be read.
    static func content(of name: String, in folder: CInt) -> Data? {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return data }
            data.append(contentsOf: buffer[..<count])
            // A file that grows while it is read.
            if data.count > mostBytes { return nil }
        }
    }

    private static func target(of name: String, in folder: CInt) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlinkat(folder, name, &buffer, buffer.count)
        return count > 0 && count < buffer.count ? String(validating: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    /// The error of what cannot be read, with the system's reason.
    private static func unreadable(_ path: String) -> InputError {
        let reason = access(path, R_OK) == 0 ? "" : ": \(String(cString: strerror(errno)))"
        return InputError(path, "cannot be read\(reason)", kind: .missing)
    }
}
