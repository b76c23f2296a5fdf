package import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The Python interpreter of the user's environment, by which a project is judged.
package enum PythonInterpreter {
    /// The variable that an activated virtual environment sets to its folder.
    package static let variable = "VIRTUAL_ENV"

    /// Returns the known profiles with the user's interpreter: the named one, else that of an activated virtual environment.
    ///
    /// Without either they are as they were: `ASSAY_PYTHON` or Assay's own interpreter judges.
    package static func profiles(named place: String?) async throws -> [ToolchainProfile] {
        let named: String? = if let place { try await asked(place) } else { activated() }
        return try profiles(by: named)
    }

    /// Returns the known profiles with which tasks are judged where nobody has named an interpreter: projects by that of an
    /// activated virtual environment, tasks of a suite as always.
    package static func profiles(for tasks: [CodingTask]) throws(HarnessError) -> [ToolchainProfile] {
        try profiles(by: tasks.areProjects ? activated() : nil)
    }

    private static func profiles(by path: String?) throws(HarnessError) -> [ToolchainProfile] {
        let known = try ToolchainProfile.known()
        guard let path else { return known }
        return known.map { profile in
            guard profile.language == .python else { return profile }
            var profile = profile
            profile.tools["python"]?.names = [path]
            return profile
        }
    }

    /// The interpreter of an activated virtual environment; nil where none is activated or it has none.
    package static func activated() -> String? {
        guard let folder = getenv(variable).map({ String(cString: $0) }), folder.hasPrefix("/") else { return nil }
        return interpreter(in: folder)
    }

    /// The system's own interpreter; nil where there is none.
    package static var ofSystem: String? { interpreter(in: "/usr") }

    /// Whether packages can be installed beside an interpreter: not by pip in Debian's own, nor by a user in what Assay keeps for itself.
    private static func takesPackages(_ path: String) -> Bool { !path.hasPrefix("/usr/") && !path.hasPrefix(CacheFolder.path + "/") }

    /// The command that installs packages where a project's tests find them.
    package static func install(_ packages: [String], by python: String) -> String {
        if takesPackages(python) { return "\(Text.shellLine([python])) -m pip install \(Text.shellLine(packages))" }
        // An environment of its own has no runner either; plugins of pytest bring it.
        let runner = packages.contains { $0.hasPrefix("pytest") } ? [] : ["pytest"]
        return "python3 -m venv .venv && .venv/bin/python -m pip install \(Text.shellLine(packages + runner)), and give --python .venv"
    }

    private static func interpreter(in folder: String) -> String? {
        ["\(folder)/bin/python3", "\(folder)/bin/python"].first { access($0, X_OK) == 0 }
    }

    /// The interpreter that a path means, as it names itself: the shim of a version manager is not it.
    private static func asked(_ place: String) async throws -> String {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
            throw InputError(place, "no such interpreter or virtual environment", kind: .missing)
        }
        let absolute = place.hasPrefix("/") ? place : FileManager.default.currentDirectoryPath + "/" + place
        guard let path = isFolder ? interpreter(in: absolute) : absolute else {
            throw InputError(place, "holds no bin/python; name a virtual environment or an interpreter", kind: .missing)
        }
        let ended = try? await Subprocess.run(
            .path(FilePath(path)), arguments: ["-I", "-c", "import sys; print(sys.executable)"], output: .string(limit: 4096), error: .discarded)
        guard let ended, ended.terminationStatus.isSuccess, case let said = ended.standardOutput.trimmed, said.hasPrefix("/") else {
            throw InputError(place, "is no Python interpreter: it does not run")
        }
        return said
    }
}
