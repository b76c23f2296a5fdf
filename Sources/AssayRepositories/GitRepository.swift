import AssayCore
package import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A git repository, asked by git without its hooks, its pager and its watcher of files.
package struct GitRepository {
    /// The root of its working tree.
    package let root: String

    /// Finds the repository around a folder.
    package init(at folder: String) async throws {
        let found = try await Self.git(["-C", folder, "rev-parse", "--show-toplevel"])
        guard found.succeeded else {
            throw InputError(folder, "is not in a git repository; run 'git init' and commit, or name another folder")
        }
        root = found.output.trimmed
    }

    /// Files that differ from the last commit or are not in it, ignored ones aside.
    package func dirty() async throws -> [String] {
        let status = try await Self.git(["-C", root, "status", "--porcelain", "--untracked-files=normal"])
        guard status.succeeded else { throw InputError(root, "git cannot tell its state: \(TerminalText.line(status.error, limit: 300))") }
        return status.output.lines.map { String($0.dropFirst(3)) }
    }

    /// How the working tree differs from the last commit, in words; nil where it does not.
    package func difference() async throws -> String? {
        let dirty = try await dirty()
        guard let first = dirty.first else { return nil }
        let name = TerminalText.line(first)
        return dirty.count == 1 ? "'\(name)' differs from the last commit" : "\(dirty.count) files differ from the last commit, '\(name)' for one"
    }

    /// Writes the tree of a revision, or of one folder in it, into a folder that is there.
    package func export(_ revision: String, of part: String? = nil, to folder: String) async throws {
        // A revision that begins with a dash would be an option.
        guard !revision.hasPrefix("-") else { throw InputError(revision, "is not a revision") }
        let archive = folder + ".tar"
        let archived = try await Self.git(["-C", part ?? root, "archive", "--format=tar", "-o", archive, revision])
        guard archived.succeeded else {
            throw InputError(root, "git cannot read '\(revision)': \(TerminalText.line(archived.error, limit: 300))")
        }
        let unpacked = try await Self.run("tar", ["-x", "-C", folder, "-f", archive], environment: .inherit)
        unlink(archive)
        guard unpacked.succeeded else { throw InputError(root, "tar cannot unpack '\(revision)': \(unpacked.error)") }
    }

    /// The difference between two trees as git writes it, for `git apply`.
    package static func patch(from old: FileTree, to new: FileTree) async throws -> String {
        let scratch = try ScratchFolder(name: "difference")
        for (side, tree) in [("a", old), ("b", new)] {
            let root = "\(scratch.path)/\(side)"
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            for path in tree.paths {
                let full = "\(root)/\(path)"
                try FileManager.default.createDirectory(atPath: full.parentFolder, withIntermediateDirectories: true)
                try Data((tree[path] ?? "").utf8).write(to: URL(filePath: full))
            }
        }
        // Status 1 says that there is a difference.
        return try await git(["diff", "--no-index", "--no-color", "--no-ext-diff", "--no-prefix", "a", "b"], in: scratch.path).output
    }

    /// Changes the working tree by a patch, all of it or nothing.
    package func apply(_ patch: String) async throws {
        let scratch = try ScratchFolder(name: "patch")
        let file = scratch.path + "/change.patch"
        try Data(patch.utf8).write(to: URL(filePath: file))
        let applied = try await Self.git(["-C", root, "apply", "--whitespace=nowarn", file])
        guard applied.succeeded else {
            throw InputError(root, "the patch does not apply: \(TerminalText.line(applied.error, limit: 300))")
        }
    }

    package struct Ended {
        package var succeeded: Bool
        package var output: String
        package var error: String
    }

    /// Runs git; `ceiling` is a folder above which it looks for no repository.
    package static func git(_ arguments: [String], in folder: String? = nil, ceiling: String? = nil) async throws -> Ended {
        var environment = Environment.inherit.updating(["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"])
        if let ceiling { environment = environment.updating(["GIT_CEILING_DIRECTORIES": ceiling.parentFolder]) }
        let safe = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.pager=cat"]
        return try await run("git", safe + arguments, in: folder, environment: environment)
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
