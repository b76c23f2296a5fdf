package import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// Asks a command of the user: the prompt goes to its standard input, the answer comes from its standard output.
///
/// The command, for example the command line of an agent, runs outside the sandbox, in an empty folder of its own. It
/// reports no tokens, so they are estimated at one per four bytes, and the reply says so.
package struct CommandClient: ModelClient {
    private let words: [String]
    private let seconds: Double
    /// The longest answer, in bytes.
    private static let limit = 4 << 20

    /// Makes a client of a program and its arguments, which is ended after `seconds`.
    package init(_ words: [String], seconds: Double = 600) {
        self.words = words
        self.seconds = seconds
    }

    /// Runs the command on one request; throws when it cannot be run, fails or exceeds its time.
    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        let prompt = request.messages.map(\.content).joined(separator: "\n\n") + "\n"
        let clock = ContinuousClock()
        let start = clock.now
        // The process id in the name tells a later clean-up whether the owner of a left folder still runs.
        let folder = "/tmp/assay-command-\(getpid())-\(UUID().uuidString.prefix(13))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            // Other users must not be able to read the prompt.
            for path in [folder, folder + "/work"] {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            }
            // A file, because writing to a pipe fails here when the command does not read its input.
            try Data(prompt.utf8).write(to: URL(filePath: folder + "/prompt"))
            if let files = request.files { try FolderWriter.write(files, to: folder + "/work") }
            let ended = try await withDeadline(seconds) { try await run(in: folder) }
            guard let ended else {
                throw ModelError(.timeout, "'\(words[0])' gave no answer within \(Text.decimal(seconds, 0)) s")
            }
            guard ended.succeeded else {
                throw ModelError(.refused, "'\(words[0])' failed: \(TerminalText.line(ended.error.isEmpty ? ended.text : ended.error, limit: 300))")
            }
            let spent = clock.now - start
            var reply = ModelReply(
                text: ended.text, servedBy: words[0] + " (tokens estimated)",
                usage: Self.estimate(prompt, ended.text), finish: AnswerEnd.stop.rawValue, seconds: spent.seconds)
            if let files = request.files { try Self.addChanges(in: folder + "/work", from: files, to: &reply) }
            return reply
        } catch let error as ModelError {
            throw error
        } catch {
            if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
            throw ModelError(.unreachable, "'\(words[0])' cannot be run: \(TerminalText.line("\(error)", limit: 200))")
        }
    }

    private static func estimate(_ prompt: String, _ answer: String) -> TokenUsage {
        let (asked, told) = (prompt.utf8.count / 4, answer.utf8.count / 4)
        return TokenUsage(prompt: asked, completion: told, estimated: asked + told)
    }

    /// Folders that builds make; what is new in them is no change.
    private static let buildFolders: Set<Substring> = ["target", "build", "dist", "out"]

    /// Adds to a reply what the command wrote and deleted; hidden files, and what tools leave behind, are no changes.
    private static func addChanges(in folder: String, from before: FileTree, to reply: inout ModelReply) throws(InputError) {
        let after = try FolderReader.read(folder)
        reply.files = after.filtered { path in
            guard after.entries[path] != .folder, after.entries[path] != before.entries[path] else { return false }
            let parts = path.split(separator: "/")
            if before.contains(path) { return true }
            return !parts.contains { $0.hasPrefix(".") } && !parts.dropLast().contains { buildFolders.contains($0) } && !path.hasSuffix(".pyc")
        }
        let deleted = before.paths.filter { !after.contains($0) }
        reply.deleted = deleted.isEmpty ? nil : deleted
    }

    private struct Ended: Sendable {
        let succeeded: Bool
        let text: String
        let error: String
    }

    private func run(in folder: String) async throws -> Ended {
        let executable: Executable = words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0])
        let prompt = try FileDescriptor.open(FilePath(folder + "/prompt"), .readOnly)
        let ended = try await Subprocess.run(
            executable, arguments: Arguments(Array(words.dropFirst())), workingDirectory: FilePath(folder + "/work"),
            input: .fileDescriptor(prompt, closeAfterSpawningProcess: true),
            output: .string(limit: Self.limit), error: .string(limit: 65536))
        return Ended(succeeded: ended.terminationStatus.isSuccess, text: ended.standardOutput, error: ended.standardError)
    }
}
