import AssayCore

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
    /// All that a verdict depends on.
    var identity: String { "\(root) \(version)" }
    var description: [String: String] { ["swift": version] }
}
