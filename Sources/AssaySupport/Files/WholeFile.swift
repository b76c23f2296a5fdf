import FoundationEssentials
import Glibc
import SystemPackage

/// Files that people name on the command line.
package enum Files {
    /// Writes a whole file or nothing.
    package static func write(_ text: String, to path: String) throws {
        try write(to: path) { put in try put(text) }
    }

    /// Writes a whole file or nothing, in pieces; a device or a pipe is written directly, never replaced.
    package static func write(to path: String, _ content: ((String) throws -> Void) throws -> Void) throws {
        var status = stat()
        let exists = stat(path, &status) == 0
        let direct = path.hasPrefix("/dev/") || exists && (status.st_mode & S_IFMT != S_IFREG || access(path.parentFolder, W_OK) != 0)
        let written = direct ? path : "\(path).\(getpid()).part"
        var isOpen = false
        do {
            let file = try FileDescriptor.open(
                FilePath(written), .writeOnly, options: direct ? [.truncate] : [.create, .truncate], permissions: FilePermissions(rawValue: 0o666))
            isOpen = true
            try file.closeAfter { try content { text in _ = try file.writeAll(text.utf8) } }
            guard direct || rename(written, path) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            if !direct { unlink(written) }
            let reason = (error as? Errno).map { "\($0)" } ?? "\(error)"
            let advice = isOpen ? "is there room?" : "is the folder there and writable?"
            throw error as? InputError ?? InputError(path, "cannot be written: \(reason); \(advice)", kind: isOpen ? .lost : .unwritable)
        }
    }

    /// Throws before any work is done when a file could not be written after it.
    package static func checkWritable(_ path: String) throws(InputError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard access(path, F_OK) == 0 ? access(path, W_OK) == 0 : access(folder.isEmpty ? "/" : folder, W_OK) == 0
        else {
            throw InputError(path, "cannot be written: is the folder there and writable? name another with -o", kind: .unwritable)
        }
    }

    /// Returns the default path of results, `.assay/results/x.results.jsonl` for `x.jsonl`, and makes its folder.
    package static func resultsPath(for samples: String) throws(InputError) -> String {
        let name = samples.split(separator: "/").last.map(String.init) ?? samples
        let folder = ".assay/results"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw InputError(folder, "cannot be made; name a file for the results with -o", kind: .unwritable)
        }
        let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        return "\(folder)/\(plain.hasSuffix(".jsonl") ? String(plain.dropLast(6)) : plain).results.jsonl"
    }
}
