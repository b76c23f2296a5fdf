import AssaySupport
import FoundationEssentials
import Glibc

/// What files and folders of a user's program hold, as text that changes when they do.
enum FolderDigest {
    /// The bytes of one file or folder that are read; what is beyond is told apart by size and time of change.
    private static let mostBytes = 64 << 20
    /// The files of a folder that are read.
    private static let mostFiles = 20_000
    /// The files of a folder that are looked at.
    private static let mostNames = 1_000_000
    /// What interpreters and version control write beside a program while it runs.
    private static let passedOver: Set<String> = ["__pycache__", ".git", ".assay"]

    /// What stands for content that was not read: it is never the same twice.
    static func unknown(_ why: String) -> String { "unknown (\(why); \(UUID().uuidString))" }

    /// SHA-256 of a file; of a large one its size and when it was last changed, which no program can set.
    static func file(_ path: String, _ status: stat) -> String {
        FileDigest.of(path, most: mostBytes) ?? changed(status)
    }

    /// SHA-256 of the names and contents of all files in a folder; links are what they lead to, or their text for folders.
    ///
    /// Of files beyond the limits it is the size, the time of the last change and the inode.
    static func of(_ folder: String) -> String {
        var digest = Digest()
        var open = [""]
        var (files, bytes) = (0, 0)
        while let place = open.popLast() {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder + place) else { return unknown("cannot be read") }
            for name in names.sorted() where !passedOver.contains(name) {
                files += 1
                guard files <= mostNames else { return unknown("more than \(mostNames) files") }
                let path = "\(place)/\(name)"
                digest.add(path)
                var (status, own) = (stat(), stat())
                guard stat(folder + path, &status) == 0, lstat(folder + path, &own) == 0 else { continue }
                switch (status.st_mode & S_IFMT, own.st_mode & S_IFMT) {
                case (S_IFDIR, S_IFDIR): open.append(path)
                // Following links of folders could go round in a circle.
                case (S_IFDIR, _): digest.add((try? FileManager.default.destinationOfSymbolicLink(atPath: folder + path)) ?? "")
                case (S_IFREG, _):
                    // Files with holes may say that they are as large as numbers go.
                    bytes = min(mostBytes + 1, bytes + min(Int(status.st_size), mostBytes + 1))
                    digest.add(files <= mostFiles && bytes <= mostBytes ? file(folder + path, status) : changed(status))
                default: break
                }
            }
        }
        return digest.hex
    }

    private static func changed(_ status: stat) -> String {
        "\(status.st_size) bytes, changed at \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec), inode \(status.st_ino)"
    }
}
