import ArgumentParser
import AssayCore
import AssaySandbox

extension Isolation: ExpressibleByArgument {}

/// How strong a sandbox must be, and what its runs may share; the same flags on every command.
struct SandboxChoice: ParsableArguments {
    @Option(help: "The weakest sandbox tier in which anything is run: 1, 2 (no cgroup) or 3 (no namespaces).")
    var minTier = 2
    @Option(help: "fresh; slot, which keeps user and network namespace from run to run; or bare, without any (tier 3).")
    var isolation: Isolation?

    func validate() throws {
        guard 1...3 ~= minTier else { throw ValidationError("--min-tier is 1, 2 or 3, not \(minTier)") }
        guard isolation != .bare || minTier == 3 else {
            throw ValidationError("--isolation bare is tier 3; accept it with --min-tier 3")
        }
    }

    func sandbox() throws(SandboxError) -> JailSandbox {
        try JailSandbox(minimumTier: minTier, isolation: isolation)
    }
}
