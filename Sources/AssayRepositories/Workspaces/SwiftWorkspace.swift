import AssaySupport

/// Reads the targets of a Swift package and the packages in its folders as the members of a workspace.
enum SwiftWorkspace {
    /// Returns the workspace of the package at the top of a tree; nil where there is none, or it has one target and its tests.
    static func read(_ tree: FileTree) -> ProjectWorkspace? {
        guard let text = tree["Package.swift"] else { return nil }
        if tree.paths.contains(where: { $0.hasPrefix("Package@swift-") }) {
            return ProjectWorkspace(.swift, unknown: "there is more than one Package.swift, and which one counts depends on the toolchain")
        }
        guard let read = SwiftTargets(text) else {
            return ProjectWorkspace(.swift, unknown: "Package.swift makes its targets by code, which is not run to know them")
        }
        guard let packages = packages(of: read, in: tree) else {
            return ProjectWorkspace(.swift, unknown: "Package.swift depends on a package whose folder cannot be read")
        }
        let targets = Set(read.targets.map(\.name))
        var members: [ProjectWorkspace.Member] = []
        for target in read.targets {
            guard let folder = folder(of: target, in: tree) else {
                return ProjectWorkspace(.swift, unknown: "the target \(target.name) has no folder in the tree")
            }
            let own = target.targets.filter(targets.contains)
            // A product that is named without its package may be any local package's.
            let isOpen = own.count < target.targets.count
            let needed = packages.filter { package in
                isOpen || target.packages.contains { $0.lowercased() == package.folder.split(separator: "/").last?.lowercased() }
            }.map(\.name)
            members.append(
                ProjectWorkspace.Member(
                    target.name, in: folder, selectors: ["--filter", "^\(moduleName(of: target.name))\\."],
                    dependencies: Set(own + needed).subtracting([target.name]),
                    tests: target.isTest ? .own : .none))
        }
        return members.count(where: { $0.tests == .own }) > 1 ? ProjectWorkspace(.swift, members + packages) : nil
    }

    /// The packages in folders of the tree that a package depends on, however far; nil where one cannot be read.
    ///
    /// SwiftPM does not run their tests with those of the package that depends on them.
    private static func packages(of root: SwiftTargets, in tree: FileTree) -> [ProjectWorkspace.Member]? {
        func name(_ folder: String) -> String { "package \(folder)" }
        var found: [String: ProjectWorkspace.Member] = [:]
        var waiting = root.packages.map { RelativePath.resolved($0, in: "") }
        while let next = waiting.popLast() {
            guard let folder = next, !folder.isEmpty, let own = tree["\(folder)/Package.swift"].flatMap(SwiftTargets.init) else { return nil }
            guard found[folder] == nil else { continue }
            let needed = own.packages.map { RelativePath.resolved($0, in: folder) }
            found[folder] = ProjectWorkspace.Member(
                name(folder), in: folder, selectors: [], dependencies: Set(needed.compactMap { $0.map(name) }), tests: .none)
            waiting += needed
        }
        return Array(found.values)
    }

    /// The module of a target: in its name each character that no identifier of C99 has is a low line, as SwiftPM writes it.
    private static func moduleName(of target: String) -> String {
        let name = String(target.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        return name.first?.isNumber == true ? "_" + name.dropFirst() : name
    }

    /// The folder of a target: as the manifest says, or where SwiftPM looks for it.
    private static func folder(of target: SwiftTargets.Target, in tree: FileTree) -> String? {
        if let path = target.path { return RelativePath.resolved(path, in: "") }
        let places = target.isTest ? ["Tests", "Sources", "Source", "src", "srcs"] : ["Sources", "Source", "src", "srcs", "Plugins", "Tests"]
        return places.map { "\($0)/\(target.name)" }.first { place in tree.paths.contains { $0.hasPrefix(place + "/") } }
    }
}
