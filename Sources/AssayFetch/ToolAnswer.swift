import AssayCore
import AssaySupport
import AssayToolchains
import FoundationEssentials
import Subprocess
import SystemPackage

/// What a tool of this machine says of itself, asked in an empty folder, where no project's settings count.
enum ToolAnswer {
    /// The output of a tool; throws where it is not there or fails.
    static func text(of tool: String, _ arguments: [String]) async throws -> String {
        let name = URL(filePath: tool).lastPathComponent
        let scratch = try ScratchFolder(name: "registry")
        let ended = try? await Subprocess.run(
            tool.hasPrefix("/") ? .path(FilePath(tool)) : .name(tool), arguments: Arguments(arguments), workingDirectory: FilePath(scratch.path),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
        guard let ended else { throw HarnessError(.toolchain, "unavailable: needs \(name); run: assay doctor") }
        guard ended.terminationStatus.isSuccess else {
            // The last line alone: a traceback may hold an address with a password.
            let said = TerminalText.line(ended.standardError.lines.last.map(String.init) ?? "", limit: 300)
            throw HarnessError(.toolchain, "unavailable: \(name) does not answer: \(said)")
        }
        return ended.standardOutput.trimmed
    }

    /// What the Python that judges prints for a script.
    static func text(ofPython script: String, by toolchain: ResolvedToolchain) async throws -> String {
        try await text(of: toolchain.interpreter ?? toolchain.path(of: "python"), ["-I", "-c", script])
    }
}
