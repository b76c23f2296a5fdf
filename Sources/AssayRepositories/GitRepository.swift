import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A git repository, read and changed by the program `git` under `GitSettings`.
package struct GitRepository: Sendable {
    /// The path of the root of its working tree.
    package let root: String

    /// Finds the repository that contains a folder; throws when there is none, or when it has no working tree.
    package init(at folder: String) async throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else {
            throw InputError(folder, "no such folder", kind: .missing)
        }
        let found = try await Self.git(["-C", folder, "rev-parse", "--show-toplevel"])
        guard found.succeeded else {
            try Self.checkOwner(found, of: folder)
            if found.error.contains("must be run in a work tree") {
                throw InputError(folder, "has no working tree: it is a bare repository or lies in a .git folder; name a clone or a worktree of it")
            }
            throw InputError(folder, "is not in a git repository; run 'git init' and commit, or name another folder")
        }
        root = found.line
    }

    /// Returns where a folder lies below the root of the working tree; empty for the root itself.
    func place(of folder: String) async throws -> String {
        let found = try await Self.git(["-C", folder, "rev-parse", "--show-prefix"])
        guard found.succeeded else { throw InputError(folder, "git cannot tell where it lies: \(TerminalText.line(found.error, limit: 300))") }
        return found.line.hasSuffix("/") ? String(found.line.dropLast()) : found.line
    }

    /// Returns the object name of the commit of a revision; throws where there is none.
    func commit(of revision: String) async throws -> String {
        let found = try await Self.git(["-C", root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"])
        guard found.succeeded else {
            let isHead = revision == "HEAD"
            throw InputError(root, isHead ? "has no commit yet; commit its files first" : "has no commit '\(TerminalText.line(revision))'")
        }
        return found.line
    }

    /// Applies a patch to the working tree; throws, with the tree unchanged, when any part of it does not apply.
    package func apply(_ patch: String) async throws {
        let scratch = try ScratchFolder(name: "patch")
        let file = scratch.path + "/change.patch"
        try Data(patch.utf8).write(to: URL(filePath: file))
        try await Self.apply(file, to: root, named: "the patch", of: root)
    }

    /// Throws where git refuses to read a folder that belongs to another user.
    static func checkOwner(_ refused: Ended, of folder: String) throws(InputError) {
        guard refused.error.contains("dubious ownership") else { return }
        let place = PathName.normalized(folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder)
        throw InputError(
            folder, "belongs to another user, so git refuses to read it; if you trust it, run: git config --global --add safe.directory \(place)")
    }

    /// The result of a command that ran to its end.
    package struct Ended {
        /// Whether the exit status was 0.
        package let succeeded: Bool
        /// The standard output, at most 16 MiB.
        package let output: String
        /// The standard error, at most 64 KiB.
        package let error: String
        /// The standard output without its final line end.
        var line: String { output.endsWithNewline ? String(output.dropLast()) : output }
    }

    /// Runs git and returns its output whatever the exit status; throws when git is not installed.
    ///
    /// No repository above the folder `ceiling` is found; `settings` stand above those of the repository.
    package static func git(
        _ arguments: [String], in folder: String? = nil, ceiling: String? = nil, settings: [String: String] = [:]
    ) async throws -> Ended {
        var own: [Environment.Key: String?] = Dictionary(uniqueKeysWithValues: settings.map { (.init(stringLiteral: $0), $1) })
        if let ceiling { own["GIT_CEILING_DIRECTORIES"] = ceiling.parentFolder }
        return try await run("git", GitSettings.options + arguments, in: folder, environment: GitSettings.environment.updating(own))
    }

    /// Runs git with some input and returns its output as bytes; throws when it fails or prints more than `limit`.
    static func output(_ arguments: [String], input: String, limit: Int) async throws -> [UInt8] {
        do {
            let ended = try await Subprocess.run(
                .name("git"), arguments: Arguments(GitSettings.options + arguments), environment: GitSettings.environment,
                input: .string(input), output: .bytes(limit: limit), error: .discarded)
            return ended.standardOutput
        } catch let error as SubprocessError {
            throw ConfigurationError(description: "git cannot be run: \(TerminalText.line("\(error)", limit: 200)); is it installed?")
        }
    }

    private static func run(
        _ name: String, _ arguments: [String], in folder: String? = nil, environment: Environment
    ) async throws -> Ended {
        do {
            let ended = try await Subprocess.run(
                .name(name), arguments: Arguments(arguments), environment: environment, workingDirectory: folder.map { FilePath($0) },
                output: .string(limit: 16 << 20), error: .string(limit: 65536))
            return Ended(succeeded: ended.terminationStatus.isSuccess, output: ended.standardOutput, error: ended.standardError)
        } catch let error as SubprocessError {
            throw ConfigurationError(description: "\(name) cannot be run: \(TerminalText.line("\(error)", limit: 200)); is it installed?")
        }
    }
}
