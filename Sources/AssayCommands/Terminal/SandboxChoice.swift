import ArgumentParser
import AssayConfiguration
import AssayCore
import AssaySandbox

extension Isolation: ExpressibleByArgument {}
extension IsolationLevel: ExpressibleByArgument {}

/// The flags for the isolation of the sandbox, the same for all subcommands.
struct SandboxChoice: ParsableArguments {
    @Option(
        help: "The weakest isolation level that is accepted: full, no-cgroup (without a cgroup) or bare (without namespaces). Default: no-cgroup.")
    var minIsolation: IsolationLevel?
    @Option(help: .hidden)
    var minTier: Int?
    @Option(help: "fresh (new namespaces for each run), slot (runs share user and network namespace) or bare (no namespaces).")
    var isolation: Isolation?

    /// The weakest isolation level that is accepted.
    var minimumIsolation: IsolationLevel {
        minIsolation ?? minTier.flatMap(IsolationLevel.init(launcherTier:)) ?? .noCgroup
    }

    func validate() throws {
        if let minTier {
            guard IsolationLevel(launcherTier: minTier) != nil else {
                throw ValidationError("--min-tier is 1, 2 or 3, not \(minTier); use --min-isolation full, no-cgroup or bare")
            }
            guard minIsolation == nil else { throw ValidationError("--min-tier is the old name of --min-isolation; give only one of them") }
        }
        guard isolation != .bare || minimumIsolation == .bare else {
            throw ValidationError("--isolation bare has the isolation level bare; accept it with --min-isolation bare")
        }
    }

    /// Makes the sandbox, where no flag says otherwise as the settings say; an old flag is noted on standard error.
    func sandbox(settings: ProjectFile? = nil) throws(SandboxError) -> JailSandbox {
        if let minTier { Console.error("note: --min-tier \(minTier) is now --min-isolation \(minimumIsolation.rawValue)") }
        let isSaid = minIsolation != nil || minTier != nil
        return try JailSandbox(
            minimumIsolation: isSaid ? minimumIsolation : settings?.minimumIsolation ?? minimumIsolation, isolation: isolation ?? settings?.isolation)
    }
}
