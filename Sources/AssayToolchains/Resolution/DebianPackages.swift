import AssayCore
import AssaySupport
import Subprocess

/// The packages of Debian that are installed on this machine.
package enum DebianPackages {
    /// The file in which dpkg keeps what is installed.
    package static let status = "/var/lib/dpkg/status"

    /// Returns those of some packages that are not installed and that no installed one provides; nil where dpkg is not there.
    package static func missing(_ names: [String]) async -> [String]? {
        guard !names.isEmpty else { return [] }
        let format = "${db:Status-Status}\t${Package}, ${Provides}\n"
        let ended = try? await Subprocess.run(
            .name("dpkg-query"), arguments: ["--show", "--showformat", format], environment: .inherit.updating(["LC_ALL": "C"]),
            output: .string(limit: 16 << 20), error: .discarded)
        guard let ended, ended.terminationStatus.isSuccess else { return nil }
        var installed: Set<String> = []
        for line in ended.standardOutput.lines {
            let parts = line.split(separator: "\t", maxSplits: 1)
            guard parts.count == 2, parts[0] == "installed" else { continue }
            // A provided name may have a version behind it.
            installed.formUnion(parts[1].split(separator: ",").compactMap { $0.split(separator: " ").first.map(String.init) })
        }
        return names.filter { !installed.contains($0) }
    }
}
