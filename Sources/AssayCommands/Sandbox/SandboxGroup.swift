import ArgumentParser

/// The sandbox by itself.
struct SandboxGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Runs a command in the sandbox, and says what it enforces here and why.",
        discussion: "Example:\n  assay sandbox probe\n  assay sandbox run -- /bin/echo hi",
        subcommands: [Run.self, Probe.self, ExplainCommand.self, SelftestCommand.self])
}
