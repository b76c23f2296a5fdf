import AssayCore
import AssaySupport
import AssayToolchains
import Subprocess
import SystemPackage

/// The runtime for which wheels are fetched.
enum PythonRuntime {
    /// The interpreter's own tag, such as `cpython-312` (PEP 3147).
    static func tag(of toolchain: ResolvedToolchain) async throws -> String {
        let python = try toolchain.interpreter ?? toolchain.path(of: "python")
        let ended = try? await Subprocess.run(
            .path(FilePath(python)), arguments: ["-I", "-c", "import sys; print(sys.implementation.cache_tag)"], output: .string(limit: 4096),
            error: .discarded)
        guard let ended, ended.terminationStatus.isSuccess else { throw HarnessError(.toolchain, "unavailable: \(python) does not run") }
        return ended.standardOutput.trimmed
    }
}
