import AssayCore
import FoundationEssentials
import Glibc

/// CPython with pytest and ruff, by real paths.
package struct PythonToolchain: Sendable {
    package let executable: String
    package let version: String
    /// Folders outside /usr that the interpreter needs.
    let folders: [String]
    let hasPytest: Bool
    package let ruff: String?

    var mounts: [SandboxMount] { folders.map { .readOnly(host: $0, inside: $0) } }
    /// All that a verdict depends on.
    var identity: String { "\(executable) \(version) \(folders) \(hasPytest) \(ruff ?? "")" }
    var description: [String: String] {
        ["python": version, "ruff": ruff == nil ? "missing" : "present"]
    }
}

/// A Swift toolchain by its root folder, the one that holds usr/bin.
package struct SwiftToolchain: Sendable {
    package let root: String
    package let version: String

    var binaries: String { root == "/" ? "/usr/bin" : root + "/usr/bin" }
    var mounts: [SandboxMount] {
        root == "/" ? [] : [.readOnly(host: root, inside: root)]
    }
    var description: [String: String] { ["swift": version] }
}

/// Where Assay keeps what can be made again.
package enum CacheFolder {
    /// `ASSAY_CACHE`, else `$XDG_CACHE_HOME/assay`, else `~/.cache/assay`.
    package static var path: String {
        if let own = value("ASSAY_CACHE") { return own }
        if let base = value("XDG_CACHE_HOME") { return base + "/assay" }
        return (value("HOME") ?? "/tmp") + "/.cache/assay"
    }

    private static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
