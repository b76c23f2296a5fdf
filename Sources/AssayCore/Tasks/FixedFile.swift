import AssaySupport

/// Tells which files of a repository change only where a task names them: hidden files, lock files and licences.
package enum FixedFile {
    private static let locks: Set<String> = [
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", "Package.resolved", "gradle.lockfile",
    ]
    private static let licences = ["LICENSE", "LICENCE", "COPYING", "NOTICE"]

    /// Whether a path is one of such a file.
    package static func contains(_ path: String) -> Bool {
        if path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { return true }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        // A page such as docs/license.rst is documentation.
        let isLicence = licences.contains(stem) || !path.contains("/") && licences.contains(stem.uppercased())
        return locks.contains(name) || name.hasSuffix(".lock") || isLicence
    }
}
