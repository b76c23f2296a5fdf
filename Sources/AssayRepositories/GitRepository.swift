import AssayCore
package import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A git repository, read and changed by the program `git` with hooks, pager and file-system monitor switched off.
///
/// Those three are commands that the repository itself configures, so a repository from elsewhere could run code by them.
package struct GitRepository {
    /// The path of the root of its working tree.
    package let root: String

    /// Finds the repository that contains a folder; throws when there is none.
    package init(at folder: String) async throws {
        let found = try await Self.git(["-C", folder, "rev-parse", "--show-toplevel"])
        guard found.succeeded else {
            try Self.checkOwner(found, of: folder)
            throw InputError(folder, "is not in a git repository; run 'git init' and commit, or name another folder")
        }
        root = found.output.trimmed
    }

    /// Returns the paths that differ from the last commit or are untracked, without ignored files.
    package func dirty() async throws -> [String] {
        let status = try await Self.git(["-C", root, "status", "--porcelain", "--untracked-files=normal"])
        guard status.succeeded else { throw InputError(root, "git cannot tell its state: \(TerminalText.line(status.error, limit: 300))") }
        return status.output.lines.map { String($0.dropFirst(3)) }
    }

    /// Describes in one phrase how the working tree differs from the last commit; nil when it does not.
    package func difference() async throws -> String? {
        let dirty = try await dirty()
        guard let first = dirty.first else { return nil }
        let name = TerminalText.line(first)
        return dirty.count == 1 ? "'\(name)' differs from the last commit" : "\(dirty.count) files differ from the last commit, '\(name)' for one"
    }

    /// Returns the difference between two trees in the format of `git diff`, which `git apply` reads.
    package static func patch(from old: FileTree, to new: FileTree) async throws -> String {
        let scratch = try ScratchFolder(name: "difference")
        for (side, tree) in [("a", old), ("b", new)] {
            let root = "\(scratch.path)/\(side)"
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            try FolderWriter.write(tree, to: root)
        }
        // The exit status is not checked: 1 means that the trees differ.
        let words = ["diff", "--no-index", "--no-color", "--no-ext-diff", "--binary", "--find-renames", "--no-prefix", "a", "b"]
        return withBareNames(try await git(words, in: scratch.path).output)
    }

    /// The patch with the names of renamed files as git-apply(1) reads them: without the folders that were compared.
    private static func withBareNames(_ patch: String) -> String {
        let prefixes = [("rename from ", "a/"), ("rename to ", "b/")]
        let lines = patch.split(separator: "\n", omittingEmptySubsequences: false).map { line -> Substring in
            for (words, side) in prefixes {
                if line.hasPrefix(words + side) { return words + line.dropFirst(words.utf8.count + side.utf8.count) }
                if line.hasPrefix(words + "\"" + side) { return words + "\"" + line.dropFirst(words.utf8.count + side.utf8.count + 1) }
            }
            return line
        }
        return lines.joined(separator: "\n")
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
    }

    /// Runs git and returns its output whatever the exit status; throws when git is not installed.
    ///
    /// No repository above the folder `ceiling` is found.
    package static func git(_ arguments: [String], in folder: String? = nil, ceiling: String? = nil) async throws -> Ended {
        var environment = Environment.inherit.updating(["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"])
        if let ceiling { environment = environment.updating(["GIT_CEILING_DIRECTORIES": ceiling.parentFolder]) }
        return try await run("git", safe + arguments, in: folder, environment: environment)
    }

    /// Runs git with some input and returns its output as bytes; throws when it fails or prints more than `limit`.
    static func output(_ arguments: [String], input: String, limit: Int) async throws -> [UInt8] {
        do {
            let ended = try await Subprocess.run(
                .name("git"), arguments: Arguments(safe + arguments), environment: .inherit.updating(["GIT_TERMINAL_PROMPT": "0"]),
                input: .string(input), output: .bytes(limit: limit), error: .discarded)
            return ended.standardOutput
        } catch let error as SubprocessError {
            throw ConfigurationError(description: "git cannot be run: \(TerminalText.line("\(error)", limit: 200)); is it installed?")
        }
    }

    /// Settings that keep a repository from running commands of its own.
    private static let safe = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.pager=cat"]

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
