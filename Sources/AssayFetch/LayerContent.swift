import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc

/// What was fetched, measured: the digest says what it is, whoever fetched it when.
struct LayerContent {
    /// SHA-256 of the paths with the contents of files and the targets of links.
    let digest: String
    /// Bytes of all files.
    let bytes: Int
    /// The number of files and links.
    let files: Int

    /// The most files that a layer may have.
    static let limit = 100_000

    /// Measures a folder; throws for anything that is no file, folder or link, and for more files than the limit.
    init(of folder: String) throws(HarnessError) {
        guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder) else { throw HarnessError(.storage, "\(folder) cannot be read") }
        var lines: [String] = []
        var bytes = 0
        for path in paths {
            var status = stat()
            guard lstat("\(folder)/\(path)", &status) == 0 else { throw HarnessError(.storage, "\(folder)/\(path) cannot be read") }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: continue
            case S_IFREG:
                guard let digest = FileDigest.of("\(folder)/\(path)") else { throw HarnessError(.storage, "\(folder)/\(path) cannot be read") }
                bytes += Int(status.st_size)
                lines.append("\(path) \(status.st_mode & 0o111 == 0 ? "file" : "program") \(digest)")
            case S_IFLNK:
                let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(path)")) ?? ""
                lines.append("\(path) link \(target)")
            default:
                throw HarnessError(
                    .toolchain, "unavailable: the packages hold \(TerminalText.line(path, limit: 200)), which is neither file, folder nor link")
            }
            guard lines.count <= Self.limit else { throw HarnessError(.toolchain, "unavailable: the packages have more than \(Self.limit) files") }
        }
        (digest, self.bytes, files) = (Digest.of(lines.sorted().joined(separator: "\n")), bytes, lines.count)
    }
}
