import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// What this system says of itself before anything is installed.
package struct SetupHost: Sendable {
    /// How packages of the distribution can be installed.
    package enum Installer: Sendable {
        /// As this user, or by sudo, which asks for no password; `prefix` comes before `apt-get`.
        case allowed(prefix: [String])
        /// Only by somebody who may: neither root nor sudo without a password.
        case forbidden
        /// There is no `apt-get`.
        case absent
    }

    /// How packages can be installed.
    package let installer: Installer
    /// The packages, of those asked about, that are not installed.
    package let missing: [String]

    /// Makes the facts of a system.
    package init(installer: Installer, missing: [String]) {
        self.installer = installer
        self.missing = missing
    }

    /// Asks this system about packages.
    package static func read(packages: [String]) async -> SetupHost {
        var missing: [String] = []
        for package in packages where await !succeeds("dpkg", ["-s", package]) { missing.append(package) }
        return SetupHost(installer: await installer(), missing: missing)
    }

    /// Whether `/usr/bin/python3` can make an environment with pip.
    package static func makesEnvironments() async -> Bool {
        await succeeds("/usr/bin/python3", ["-c", "import ensurepip, venv"])
    }

    private static func installer() async -> Installer {
        guard await succeeds("apt-get", ["--version"]) else { return .absent }
        if geteuid() == 0 { return .allowed(prefix: []) }
        return await succeeds("sudo", ["-n", "true"]) ? .allowed(prefix: ["sudo"]) : .forbidden
    }

    /// A program by its path, or by its name where it has none.
    static func executable(_ program: String) -> Executable {
        program.hasPrefix("/") ? .path(FilePath(program)) : .name(program)
    }

    private static func succeeds(_ program: String, _ arguments: [String]) async -> Bool {
        let ended = try? await Subprocess.run(executable(program), arguments: Arguments(arguments), output: .discarded, error: .discarded)
        return ended?.terminationStatus.isSuccess ?? false
    }
}
