import AssayCore
import AssaySandbox
import AssayToolchains
import FoundationEssentials

extension ProjectSession {
    /// Runs a driver on a text of requests; its replies are the standard output of the result.
    func answer(
        _ words: [String], _ requests: String, environment: [String: String]
    ) async throws -> (command: SandboxCommand, result: SandboxResult) {
        // Replies have a descriptor of their own, so that what a solution prints is no reply.
        try await run(
            "exec 3>&1 >&2 </dev/null; exec \"$@\"", words, reading: .init(folder: "calls", file: "requests", text: requests),
            environment, limits: runner.limits.calls)
    }

    /// Runs a whole program on an input; what it writes is the standard output of the result.
    func run(
        program words: [String], input: String, environment: [String: String]
    ) async throws -> (command: SandboxCommand, result: SandboxResult) {
        try await run(
            "exec \"$@\" </input/input", words, reading: .init(folder: "input", file: "input", text: input),
            environment, limits: runner.limits.test)
    }

    /// A text that a program reads, in a file of a folder at the root.
    private struct GivenText {
        var folder: String
        var file: String
        var text: String
    }

    /// Runs what was built, by a shell, with a text in a file of a folder at the root.
    private func run(
        _ script: String, _ words: [String], reading given: GivenText, _ environment: [String: String],
        limits: SandboxLimits
    ) async throws -> (command: SandboxCommand, result: SandboxResult) {
        let path = try workspace.folder("\(given.folder)-\(UUID().uuidString)")
        do {
            try Data(given.text.utf8).write(to: URL(filePath: "\(path)/\(given.file)"))
        } catch {
            throw HarnessError(.storage, "cannot write what a program shall read: \(error)")
        }
        var command = try runner.toolchain.command(
            ["/bin/sh", "-c", script, "sh"] + words, template, environment: task.environment,
            mounts: [readPlace, .readOnly(host: path, inside: "/" + given.folder)] + prepared, limits: limits)
        command.environment.merge(environment) { $1 }
        command.mounts += try maskMounts()
        return (command, try await runner.sandbox.run(command))
    }
}
