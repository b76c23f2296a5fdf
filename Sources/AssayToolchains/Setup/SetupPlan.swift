package import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc

/// The commands that install one part, in order.
package struct SetupPlan: Sendable, Equatable {
    /// One command, with what it does for the person who waits.
    package struct Step: Sendable, Equatable {
        /// What is done, with an estimate of how long it takes.
        package let title: String
        /// The command.
        package let words: [String]

        /// The command as a shell takes it.
        package var line: String { Text.shellLine(words) }
    }

    /// The commands; none when the part is installed.
    package let steps: [Step]
    /// The file that says at the end what was installed; nil where the distribution knows.
    package let mark: String?
    /// What the file holds.
    package let markText: String

    /// Finds out what is missing on this system.
    package static func make(_ part: SetupPart, cache: String) async throws(HarnessError) -> SetupPlan {
        guard let folder = part.environment(in: cache) else {
            let host = await SetupHost.read(packages: part.list)
            return SetupPlan(steps: try packages(host), mark: nil, markText: "")
        }
        let packages = await SetupHost.makesEnvironments() ? [] : try Self.packages(SetupHost.read(packages: ["python3", "python3-venv"]))
        return environment(folder, part, after: packages)
    }

    /// The commands that install the missing packages of the distribution.
    package static func packages(_ host: SetupHost) throws(HarnessError) -> [Step] {
        guard !host.missing.isEmpty else { return [] }
        let names = host.missing.joined(separator: " ")
        switch host.installer {
        case .absent:
            throw HarnessError(.toolchain, "there is no apt-get here; install with this system's own package manager: \(names)")
        case .forbidden:
            throw HarnessError(.toolchain, "only root may install packages; run: sudo apt-get install -y --no-install-recommends \(names)")
        case .allowed(let prefix):
            let apt = prefix + ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
            return [
                Step(title: "reading the list of packages (about 10 s)", words: apt + ["update"]),
                Step(
                    title: "installing \(host.missing.joined(separator: ", ")) (about \(host.missing.count * 15) s)",
                    words: apt + ["install", "-y", "--no-install-recommends"] + host.missing),
            ]
        }
    }

    private static func environment(_ folder: String, _ part: SetupPart, after packages: [Step]) -> SetupPlan {
        let text = part.list.joined(separator: "\n") + "\n"
        let mark = folder + "/.complete"
        let whole = (try? String(contentsOfFile: mark, encoding: .utf8)) == text && access(folder + "/bin/python3", X_OK) == 0
        if whole { return SetupPlan(steps: [], mark: nil, markText: "") }
        let names = part.list.compactMap { $0.split(separator: "=").first }.joined(separator: ", ")
        let steps = [
            Step(title: "making the environment \(folder) (about 5 s)", words: ["/usr/bin/python3", "-m", "venv", folder]),
            Step(
                title: "installing \(names) (about \(part == .checks ? 90 : 20) s)",
                words: [
                    folder + "/bin/python3", "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "1", "--timeout", "15",
                ] + part.list),
        ]
        return SetupPlan(steps: packages + steps, mark: mark, markText: text)
    }
}
