import AssaySupport

/// One part of what Assay uses and a distribution may lack, as `assay setup` and `make` install it.
package enum SetupPart: String, CaseIterable, Sendable {
    /// pytest and the quick Python checkers, in an environment of Assay's own.
    case python
    /// The slow checkers of `assay verify --check`, in another environment.
    case checks
    /// Toolchains of other languages, from the distribution.
    case toolchains

    /// The pinned requirements, or the names of the distribution's packages.
    package var list: [String] {
        let bytes =
            switch self {
            case .python: PackageResources.python_txt
            case .checks: PackageResources.checks_txt
            case .toolchains: PackageResources.toolchains_txt
            }
        return String(decoding: bytes, as: UTF8.self).lines.map(String.init).filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    /// The folder of the environment in the cache folder; nil for what the distribution installs.
    package func environment(in cache: String) -> String? {
        switch self {
        case .python: cache + "/tools"
        case .checks: cache + "/checks"
        case .toolchains: nil
        }
    }
}
