import AssaySupport

/// Tells which files of a repository change only where a task names them: hidden files, lock files and licences.
package enum FixedFile {
    private static let locks: Set<String> = [
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", "Package.resolved", "gradle.lockfile",
    ]
    private static let licences = ["LICENSE", "LICENCE", "COPYING", "NOTICE"]

    /// Whether a path is one of such a file.
    package static func contains(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        if parts.contains(where: { $0.hasPrefix(".") }) { return true }
        let name = parts.last.map(String.init) ?? path
        return locks.contains(name) || name.hasSuffix(".lock") || isLicence(name, isAtRoot: parts.count == 1)
    }

    /// Whether a file is a licence: below the root only in capitals, since a page such as docs/license.rst is documentation.
    private static func isLicence(_ name: String, isAtRoot: Bool) -> Bool {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        return licences.contains(isAtRoot ? stem.uppercased() : stem)
    }
}
