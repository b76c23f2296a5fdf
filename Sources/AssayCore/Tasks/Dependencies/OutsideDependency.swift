/// A dependency that a project's manifest takes from a path outside of the project's folder.
package struct OutsideDependency: Hashable, Sendable {
    /// The path as the manifest writes it.
    package let path: String
    /// What it may be called where it is missing: the name in the manifest, that of its folder.
    private let names: Set<String>

    /// Makes a dependency of its path, with the name that the manifest gives it.
    package init(path: String, name: String?) {
        self.path = path
        names = Set([name, path].compactMap(\.self).map(Self.plain))
    }

    /// Whether something that is missing, by its name or path, is it.
    package func isMeant(by need: String) -> Bool { names.contains(Self.plain(need)) }

    /// What helps, whatever it is.
    package static let advice =
        "verify the folder that holds both, as one workspace or with an assay.yaml there that names the command of the tests"

    /// The last part of a name or path, as package managers compare names.
    private static func plain(_ name: String) -> String {
        String(name.split(separator: "/").last ?? "").lowercased().replacing("_", with: "-").replacing(".", with: "-")
    }
}
