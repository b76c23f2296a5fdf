import AssayCore
import FoundationEssentials
import Glibc

/// Files that people name on the command line.
enum Files {
    /// Writes a whole file or nothing.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw InputError(path, "cannot be written: is the folder there and writable?")
        }
    }

    /// Throws before any work is done when a file could not be written after it.
    static func checkWritable(_ path: String) throws(InputError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard access(path, F_OK) == 0 ? access(path, W_OK) == 0 : access(folder.isEmpty ? "/" : folder, W_OK) == 0
        else {
            throw InputError(path, "cannot be written: is the folder there and writable? name another with -o")
        }
    }

    /// `x.jsonl` → `x.results.jsonl` in the working directory.
    static func resultsPath(for samples: String) -> String {
        let name = samples.split(separator: "/").last.map(String.init) ?? samples
        return (name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name) + ".results.jsonl"
    }
}
