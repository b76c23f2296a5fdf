package import AssayCore
package import AssaySupport

extension ToolchainProfile {
    /// Returns the build system of a project, by the names in its pristine tree; nil where no markers are there.
    ///
    /// A project that is judged as its runner says has those that are made for that before those for both, and first the one
    /// that its build file declares. `tools` are the names of those that are here, and the paths of what was fetched; nil means all.
    package func buildSystem(
        of tree: FileTree, judged expectation: TestExpectation = .strict, declared: String? = nil, tools: Set<String>? = nil
    ) -> BuildSystem? {
        let fitting = buildSystems.filter { system in
            (system.requires ?? []).allSatisfy { need in tools.map { tools in need.split(separator: "|").contains { tools.contains(String($0)) } } != false }
                && system.markers.allSatisfy { marker in
                    marker.split(separator: "|").contains { name in tree.paths.contains { FileName.matches($0, String(name)) } }
                }
        }
        guard expectation == .asRunnerSays else { return fitting.first { $0.asRunnerSays != true } }
        if let system = fitting.first(where: { $0.id == declared }) { return system }
        return fitting.first { $0.asRunnerSays == true } ?? fitting.first { $0.asRunnerSays == nil }
    }
}
