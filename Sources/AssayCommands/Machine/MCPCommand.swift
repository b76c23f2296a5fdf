import ArgumentParser
import AssayCore
import AssayMCP
import AssaySupport
import FoundationEssentials
import Glibc

/// `assay mcp`: the verdict for agents.
struct MCPCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Serves verify, run_in_sandbox, explain_finding, compare and show_attempt to an agent, over standard input and output.",
        discussion: """
            Speaks the Model Context Protocol (revision 2025-06-18 and older); an agent starts it, docs/mcp.md says how. \
            Only files inside the client's roots are read, or inside the working directory where the client names none. \
            With --root, nothing outside these folders is read, whatever the client names.

            Example:
              assay mcp
              assay mcp --root ~/work/project
            """)
    @Option(help: ArgumentHelp("A folder that may be read (repeatable).", valueName: "folder")) var root: [String] = []

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let roots = RootFolders(root.isEmpty ? [FileManager.default.currentDirectoryPath] : root)
        for folder in root where RootFolders([folder]) == RootFolders([]) {
            throw InputError(folder, "no such folder; --root names one that is there", kind: .missing)
        }
        if isatty(STDIN_FILENO) == 1 { Console.error("waiting for messages of the Model Context Protocol, as agents send them; Ctrl-D ends this") }
        let server = MCPServer(input: MessageReader(STDIN_FILENO), output: MessageWriter(STDOUT_FILENO), roots: roots, isBound: !root.isEmpty)
        do {
            try await Interruption.run(telling: "the server ends") { await server.run() }
        } catch is CancellationError {
            // Whoever starts a server ends it by a signal: that is no failure.
        }
    }
}
