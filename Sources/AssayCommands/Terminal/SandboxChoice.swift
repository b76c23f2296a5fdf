import ArgumentParser
import AssayCore
import AssaySandbox

extension Isolation: ExpressibleByArgument {}
extension IsolationLevel: ExpressibleByArgument {}

/// How strong a sandbox must be, and what its runs may share; the same flags on every command.
struct SandboxChoice: ParsableArguments {
    @Option(
        help: "The weakest isolation level in which anything is run: full, no-cgroup (no cgroup) or bare (no namespaces); no-cgroup unless it is given.")
    var minIsolation: IsolationLevel?
    @Option(help: .hidden)
    var minTier: Int?
    @Option(help: "fresh; slot, which keeps user and network namespace from run to run; or bare, without any namespace.")
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

    /// Makes the sandbox; an old flag is noted on standard error.
    func sandbox() throws(SandboxError) -> JailSandbox {
        if let minTier { Console.error("note: --min-tier \(minTier) is now --min-isolation \(minimumIsolation.rawValue)") }
        return try JailSandbox(minimumIsolation: minimumIsolation, isolation: isolation)
    }
}
