package import AssayCore
package import AssaySupport

extension PackageManager {
    /// The file names that say what a project depends on, and in which versions.
    private var names: [String] {
        switch self {
        case .pip:
            ["pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "requirements*.txt", "*requirements.txt", "constraints*.txt", "requirements/*.txt"]
        case .npm: ["package.json", "package-lock.json", "npm-shrinkwrap.json"]
        case .cargo: ["Cargo.toml", "Cargo.lock"]
        case .go: ["go.mod", "go.sum", "go.work", "go.work.sum"]
        case .swift: ["Package.swift", "Package@swift-*.swift", "Package.resolved"]
        case .maven: ["pom.xml"]
        }
    }

    /// Folders that hold no manifests of the project's own.
    private static let foreign: Set<String> = ["node_modules", ".build", "target", "vendor", "testdata", "fixtures", ".git", ".assay"]

    /// The files of a project that say what it depends on: those of its members too, where its package manager knows members.
    package func manifests(of tree: FileTree) -> FileTree {
        tree.filtered { path in
            let folder = path.contains("/") ? path.parentFolder : ""
            let isMember = self != .pip || folder.isEmpty || folder == "requirements"
            return isMember && names.contains { FileName.matches(path, $0) } && !folder.split(separator: "/").contains { Self.foreign.contains(String($0)) }
        }
    }

    /// A lock file by which another package manager fixes the versions, and this one knows none.
    package struct OtherLock {
        /// Its name.
        package let file: String
        /// The package manager that reads it.
        package let tool: String
    }

    /// The lock file of another package manager in a project's folder; nil where this one has its own, or there is none.
    package func otherLock(in tree: FileTree) -> OtherLock? {
        guard self == .npm, !tree.contains("package-lock.json"), !tree.contains("npm-shrinkwrap.json") else { return nil }
        let known = [("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun")]
        return known.first { tree.contains($0.0) }.map { OtherLock(file: $0.0, tool: $0.1) }
    }

    /// Whether a path is one of a project's manifests.
    package func isManifest(_ path: String) -> Bool { names.contains { FileName.matches(path, $0) } }

    /// Sources without which the package manager takes a manifest for broken; their text does not matter.
    package func placeholders(of tree: FileTree) -> FileTree {
        self == .cargo ? tree.filtered { $0.hasSuffix(".rs") } : FileTree()
    }

    /// Where a project's jails show what was fetched, from the project's folder; Swift's is taken apart.
    package var place: String {
        switch self {
        case .pip: ".assay/packages"
        case .npm: "node_modules"
        case .cargo: ".assay/crates"
        case .go: ".assay/modules"
        case .swift: ".build/checkouts"
        case .maven: ".assay/maven"
        }
    }
}
