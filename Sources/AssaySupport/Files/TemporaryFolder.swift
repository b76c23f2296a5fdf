import Glibc

/// The folder for temporary files.
package enum TemporaryFolder {
    /// TMPDIR, or /tmp where it is not set.
    package static var path: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }
}
