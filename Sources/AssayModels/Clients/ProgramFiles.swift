import AssaySupport
import Glibc

/// The files on a command line: its program, and arguments that name files, such as a script.
///
/// Their content decides the answers as much as the command line does. Data that the program reads elsewhere is not seen.
struct ProgramFiles {
    private let paths: [String]
    /// Files above this size, in bytes, are identified by size and modification time instead of their content.
    private static let mostBytes = 64 << 20

    init(_ words: [String]) {
        paths = words.enumerated().compactMap { index, word in index == 0 && !word.contains("/") ? Self.onPath(word) : word }
    }

    /// SHA-256 of each file, by its path.
    var digests: [String: String] {
        paths.reduce(into: [:]) { digests, path in
            guard let content = FileDigest.of(path, most: Self.mostBytes) ?? Self.sizeAndTime(path) else { return }
            digests["file \(path)"] = content
        }
    }

    /// The path of a program, found by the variable `PATH`.
    private static func onPath(_ name: String) -> String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    private static func sizeAndTime(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return "\(status.st_size) bytes of \(status.st_mtim.tv_sec)"
    }
}
