package import AssayCore
package import AssaySupport

extension ToolchainProfile {
    /// Returns the build system of a project, by the names in its pristine tree; nil where no markers are there.
    package func buildSystem(of tree: FileTree, judged expectation: TestExpectation = .strict) -> BuildSystem? {
        buildSystems.first { system in
            guard system.asRunnerSays == nil || system.asRunnerSays == (expectation == .asRunnerSays) else { return false }
            return system.markers.allSatisfy { marker in
                marker.split(separator: "|").contains { name in tree.paths.contains { FileName.matches($0, String(name)) } }
            }
        }
    }
}
