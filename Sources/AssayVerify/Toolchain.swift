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
