import ArgumentParser
import AssayCore
import AssaySandbox
import AssaySupport

/// `assay sandbox explain`.
struct ExplainCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says what a policy allows, what it denies, and why.",
        discussion: "Example:\n  assay sandbox explain python")
    @Argument(help: "Policy layers over 'base': python, swift, loopback, or a file.") var policies: [String] = []
    @Option(help: "x86_64 or aarch64 (default: that of this machine).") var arch = PolicyExplanation.ownArchitecture
    @Flag(help: "Print JSON.") var json = false

    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        guard ["x86_64", "aarch64"].contains(arch) else {
            throw ValidationError("--arch \(arch): known are x86_64 and aarch64")
        }
    }

    func run() async throws {
        let names = ["base"] + policies.filter { $0 != "base" }
        let explanation = try await PolicyExplanation.load(names, architecture: arch)
        Console.print(json ? try JSON.pretty(explanation) : explanation.text(named: names))
    }
}
