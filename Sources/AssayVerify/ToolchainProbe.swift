package import AssayCore
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// Finds toolchains by asking them; only trusted programs of the host run here.
package enum ToolchainProbe {
    /// Finds CPython: `ASSAY_PYTHON`, the tools environment, then /usr/bin/python3.
    package static func python() async throws(HarnessError) -> PythonToolchain {
        let own = getenv("ASSAY_PYTHON").map { String(cString: $0) }
        let candidates = [own, CacheFolder.path + "/tools/bin/python3", "/usr/bin/python3"]
        let script = """
            import importlib.util, os, sys
            print(sys.version.split()[0])
            print(os.path.realpath(sys.executable))
            print(sys.prefix)
            print(sys.base_prefix)
            print(importlib.util.find_spec("pytest") is not None)
            """
        for path in candidates.compactMap({ $0 }) where access(path, X_OK) == 0 {
            guard let text = await output(of: path, ["-I", "-c", script]) else { continue }
            let lines = text.split(separator: "\n").map(String.init)
            guard lines.count == 5 else { continue }
            let ruff = lines[2] + "/bin/ruff"
            let folders = [lines[2], lines[3]].filter { !$0.hasPrefix("/usr/") && $0 != "/usr" }
            return PythonToolchain(
                executable: path, version: lines[0],
                folders: folders.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
                hasPytest: lines[4] == "True", ruff: access(ruff, X_OK) == 0 ? ruff : nil)
        }
        throw HarnessError(
            .toolchain,
            "no Python found; run 'make setup' (or apt-get install python3-venv) or set ASSAY_PYTHON")
    }

    private static func output(of program: String, _ arguments: [String]) async -> String? {
        let ended = try? await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), output: .string(limit: 65536))
        guard let ended, ended.terminationStatus.isSuccess else { return nil }
        return ended.standardOutput
    }
}
