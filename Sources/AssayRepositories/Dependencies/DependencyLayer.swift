package import AssayCore
package import AssaySupport
import FoundationEssentials

/// What was fetched for a project: a folder below the cache, named by the manifests that asked for it, and never changed.
package struct DependencyLayer: Sendable {
    /// What is known of a layer; the stable JSON of `assay environments list --json`.
    package struct Facts: Codable, Sendable, Equatable {
        /// The package manager that fetched it.
        package let manager: PackageManager
        /// The name of the project that it was fetched for first.
        package let project: String
        /// When, in UTC (RFC 3339).
        package let made: String
        /// SHA-256 of the names and contents of its files.
        package let digest: String
        /// Bytes and files of what was fetched.
        package let bytes: Int
        /// The number of its files.
        package let files: Int
        /// The hosts that it came from, as `name:port`.
        package let hosts: [String]
        /// The runtime that it was fetched for, such as `cpython-312`; nil where it suits any.
        package let runtime: String?
        /// Requirements of the manifests that are not in it, with why.
        package let left: [String]

        /// Makes the facts of a layer.
        package init(
            manager: PackageManager, project: String, made: String, digest: String, bytes: Int, files: Int, hosts: [String], runtime: String?,
            left: [String]
        ) {
            (self.manager, self.project, self.made, self.digest) = (manager, project, made, digest)
            (self.bytes, self.files, self.hosts, self.runtime, self.left) = (bytes, files, hosts, runtime, left)
        }
    }

    /// The name by which it is listed and removed.
    package let name: String
    /// What is known of it.
    package let facts: Facts

    /// The folder of all layers.
    package static var home: String { CacheFolder.path + "/environments" }
    /// The folder of this layer.
    package var folder: String { Self.home + "/" + name }
    /// The folder of what was fetched.
    package var content: String { folder + "/content" }

    /// The name of the layer of a project, by its manifests alone; nil where it has none.
    package static func name(of tree: FileTree, _ manager: PackageManager) -> String? {
        let manifests = manager.manifests(of: tree)
        return manifests.isEmpty ? nil : "\(manager.rawValue)-\(manifests.digest.prefix(24))"
    }

    /// The layer that was fetched for a project; nil where none was.
    package init?(for tree: FileTree, _ manager: PackageManager) {
        guard let name = Self.name(of: tree, manager) else { return nil }
        self.init(named: name)
    }

    /// A layer by its name; nil where there is none that was made to its end.
    package init?(named name: String) {
        let folder = Self.home + "/" + name
        guard name.wholeMatch(of: /[a-z]+-[0-9a-f]{24}/) != nil, CacheFolder.isComplete(folder),
            let data = FileManager.default.contents(atPath: folder + "/layer.json"),
            let facts = try? JSON.decode(Facts.self, String(decoding: data, as: UTF8.self))
        else { return nil }
        (self.name, self.facts) = (name, facts)
    }

    /// All layers, by name.
    package static func all() -> [DependencyLayer] {
        ((try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []).sorted().compactMap { DependencyLayer(named: $0) }
    }

    /// Removes it; a run that uses it at this moment may fail.
    package func remove() { ScratchFolder.remove(folder) }

    /// One line on it, for the notes of a report.
    package var words: String {
        "dependencies: \(facts.files) files of \(facts.manager.rawValue), fetched \(facts.made) (\(name))"
            + (facts.left.isEmpty ? "" : "; without \(facts.left.listed())")
    }
}
