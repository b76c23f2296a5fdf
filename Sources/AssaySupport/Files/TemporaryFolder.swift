import Glibc
import SystemPackage

/// The folder for temporary files.
package enum TemporaryFolder {
    /// TMPDIR, or /tmp where it is not set.
    package static var path: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// Appends bytes to a file in the folder.
    static func write(_ bytes: ArraySlice<UInt8>, to file: FileDescriptor) throws(InputError) {
        do {
            try file.writeAll(bytes)
        } catch {
            throw InputError(path, "no copy of the input can be made there: \(error); set TMPDIR to a folder with enough room", kind: .lost)
        }
    }
}
