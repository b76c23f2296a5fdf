import AssayCore
import AssaySupport

/// A kind of workspace, by the tool that builds it.
package enum WorkspaceKind: String, Sendable, CaseIterable {
    /// The table `workspace` of a Cargo.toml.
    case cargo
    /// The key `workspaces` of a package.json, or a pnpm-workspace.yaml.
    case node
    /// A go.work.
    case go
    /// The targets of a Package.swift and the packages in its folders.
    case swift
    /// The table `tool.uv.workspace` of a pyproject.toml.
    case uv
    /// A settings.gradle.
    case gradle
    /// The modules of a pom.xml.
    case maven

    /// The file that says who the members are.
    var file: String {
        switch self {
        case .cargo: "Cargo.toml"
        case .node: "package.json"
        case .go: "go.work"
        case .swift: "Package.swift"
        case .uv: "pyproject.toml"
        case .gradle: "settings.gradle"
        case .maven: "pom.xml"
        }
    }

    /// Whether a path is the manifest of a package, by its name.
    func isManifest(_ path: String) -> Bool {
        let names =
            switch self {
            case .gradle: ["build.gradle", "build.gradle.kts"]
            case .go: ["go.mod"]
            case .cargo, .node, .swift, .uv, .maven: [file]
            }
        return names.contains { FileName.matches(path, $0) }
    }

    /// How the names of sources end.
    private var sources: [String] {
        switch self {
        case .cargo: ["rs"]
        case .node: ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"]
        case .go: ["go"]
        case .swift: ["swift"]
        case .uv: ["py", "pyi"]
        case .gradle, .maven: ["java", "kt"]
        }
    }

    /// Whether a path is a source by its name.
    func isSource(_ path: String) -> Bool { sources.contains { path.hasSuffix("." + $0) } }

    /// Whether a path that is in no other member belongs to the member at the root: sources and tests in folders.
    ///
    /// What lies beside the root's manifest steers the whole.
    func isOfRoot(_ path: String) -> Bool {
        guard let slash = path.firstIndex(of: "/") else { return self == .go && isSource(path) }
        let top = path[..<slash]
        if top.hasPrefix(".") || self == .node || top == "buildSrc" { return false }
        return ["src", "test", "tests", "testdata", "examples", "benches"].contains(top) || isSource(path)
    }
}
