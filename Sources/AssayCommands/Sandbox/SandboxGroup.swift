import ArgumentParser

/// The sandbox by itself.
struct SandboxGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Runs a command in the sandbox, and says what it enforces here and why.",
        subcommands: [Run.self, Probe.self, ExplainCommand.self, SelftestCommand.self])
}
