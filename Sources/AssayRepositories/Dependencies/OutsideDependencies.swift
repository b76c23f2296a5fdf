package import AssayCore
package import AssaySupport

extension PackageManager {
    /// What a project's manifests take from paths outside of the project's folder, where no jail can see it.
    package func outside(of tree: FileTree) -> [OutsideDependency] {
        guard let expression = try? pathPattern.map({ try Regex($0).anchorsMatchLineEndings() }) else { return [] }
        var found = manifests(of: tree).texts.sorted { $0.key < $1.key }.flatMap { manifest, text in
            text.matches(of: expression).compactMap { match -> OutsideDependency? in
                guard match.output.count == 3, let path = match.output[2].substring.map(String.init) else { return nil }
                guard RelativePath.resolved(path, in: RelativePath.folder(of: manifest)) == nil else { return nil }
                return OutsideDependency(path: path, name: match.output[1].substring.map(String.init))
            }
        }
        // A member that inherits from its workspace is built with the manifest at the workspace's top.
        let top = self == .cargo ? tree["Cargo.toml"] ?? "" : ""
        if top.contains(/workspace\s*=\s*true/), !top.contains(/^\s*\[workspace[\].]/.anchorsMatchLineEndings()) {
            found.append(OutsideDependency(path: "../Cargo.toml", name: "workspace root"))
        }
        return found.uniqued()
    }

    /// A dependency by path in the manifests: its name where that stands beside it, and the path.
    private var pathPattern: String? {
        switch self {
        case .cargo: #"(?:([\w-]+)\s*=\s*\{[^}\n]*?)?path\s*=\s*"([^"\n]+)""#
        case .pip:
            // A line of requirements, a text in a list, or a table of Poetry's or uv's.
            #"(?:^|["'])(?:([\w.-]+)\s*(?:=\s*\{[^}\n]*?path\s*=\s*["']|@\s*file:(?://)?)|(?:(?:-e|--editable)[ =]*|path\s*=\s*["'])?)"#
                + #"(\.\.[^\s"';#]*|/[^\s"';#]+)"#
        case .npm: #""([^"\n]+)"\s*:\s*"(?:file|link|portal):([^"\n]+)""#
        case .go: #"^\s*(?:replace\s+)?(\S+)[^\n]*=>\s*([./]\S*)"#
        case .swift: #"\.package\(\s*(?:name:\s*"([^"\n]+)"\s*,\s*)?path:\s*"([^"\n]+)""#
        case .maven: nil
        }
    }
}
