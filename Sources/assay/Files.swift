import AssayCore
import FoundationEssentials

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

    /// `x.jsonl` → `x.results.jsonl` in the working directory.
    static func resultsPath(for samples: String) -> String {
        let name = samples.split(separator: "/").last.map(String.init) ?? samples
        return (name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name) + ".results.jsonl"
    }
}
