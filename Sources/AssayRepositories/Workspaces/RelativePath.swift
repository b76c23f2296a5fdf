import AssaySupport

/// Paths within a tree of files, which need not be on the disk.
enum RelativePath {
    /// Returns the path from the root of what a manifest in a folder calls `path`; nil for one that leads out of the tree.
    static func resolved(_ path: String, in folder: String) -> String? {
        if path.hasPrefix("/") || path.hasPrefix("~") { return nil }
        var parts = folder.split(separator: "/")
        for part in path.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }

    /// The folder of a file; empty at the root.
    static func folder(of path: String) -> String { path.contains("/") ? path.parentFolder : "" }

    /// A path below a folder, which is empty at the root.
    static func path(_ name: String, in folder: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }
}
