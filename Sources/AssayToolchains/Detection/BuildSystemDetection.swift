package import AssayCore
package import AssaySupport

extension ToolchainProfile {
    /// Returns the build system of a project, by the names in its pristine tree; nil where no markers are there.
    ///
    /// A project that is judged as its runner says has those that are made for that before those for both.
    package func buildSystem(of tree: FileTree, judged expectation: TestExpectation = .strict) -> BuildSystem? {
        let fitting = buildSystems.filter { system in
            system.markers.allSatisfy { marker in
                marker.split(separator: "|").contains { name in tree.paths.contains { FileName.matches($0, String(name)) } }
            }
        }
        guard expectation == .asRunnerSays else { return fitting.first { $0.asRunnerSays != true } }
        return fitting.first { $0.asRunnerSays == true } ?? fitting.first { $0.asRunnerSays == nil }
    }
}
