import AssayCore
import AssaySandbox
import AssayToolchains
import FoundationEssentials

/// What was built, run by itself and not by a test runner.
extension ProjectSession {
    /// Runs a driver on a text of requests; its replies are the standard output of the result.
    func answer(
        _ words: [String], _ requests: String, environment: [String: String]
    ) async throws -> (command: SandboxCommand, result: SandboxResult) {
        // Replies have a descriptor of their own, so that what a solution prints is no reply.
        return try await run("exec 3>&1 >&2 </dev/null; exec \"$@\"", words, reading: ("calls", "requests", requests), environment, context.limitPolicy.calls)
    }

    /// Runs a whole program on an input; what it writes is the standard output of the result.
    func run(
        program words: [String], input: String, environment: [String: String]
    ) async throws -> (command: SandboxCommand, result: SandboxResult) {
        try await run("exec \"$@\" </input/input", words, reading: ("input", "input", input), environment, context.limitPolicy.test)
    }

    /// Runs what was built, by a shell, with a text in a file of a folder at the root.
    private func run(
        _ script: String, _ words: [String], reading given: (folder: String, file: String, text: String), _ environment: [String: String],
        _ limits: SandboxLimits
    ) async throws -> (command: SandboxCommand, result: SandboxResult) {
        let path = try workspace.folder("\(given.folder)-\(UUID().uuidString)")
        do {
            try Data(given.text.utf8).write(to: URL(filePath: "\(path)/\(given.file)"))
        } catch {
            throw HarnessError(.storage, "cannot write what a program shall read: \(error)")
        }
        var command = try toolchain.command(
            ["/bin/sh", "-c", script, "sh"] + words, template, environment: task.environment,
            mounts: [readPlace, .readOnly(host: path, inside: "/" + given.folder)] + (cache.map { [$0] } ?? []), limits: limits)
        command.environment.merge(environment) { $1 }
        command.mounts += try covers()
        return (command, try await context.sandbox.run(command))
    }
}
