import AssayCore
import AssaySandbox
import AssaySuites
import FoundationEssentials
import Subprocess
import SystemPackage

/// A change to a project: its pristine tree as the task, what differs as the candidate.
struct RepositoryTask {
    let task: CodingTask
    let candidate: Candidate

    /// A folder, and a patch in the form of `git diff`, which only git reads.
    static func patched(_ folder: String, by patch: String) async throws -> RepositoryTask {
        guard FileManager.default.fileExists(atPath: patch) else {
            throw InputError(patch, "no such file; name a patch in the form of 'git diff'")
        }
        let scratch = try ScratchFolder(name: "patch")
        try await FolderCopy.contents(of: folder, into: scratch.path)
        let absolute = patch.hasPrefix("/") ? patch : FileManager.default.currentDirectoryPath + "/" + patch
        let applied = try await git(["-C", scratch.path, "apply", "--whitespace=nowarn", absolute], ceiling: scratch.path)
        guard applied.succeeded else {
            throw InputError(patch, "does not apply to \(folder): \(TerminalText.line(applied.error, limit: 300))")
        }
        return try make(pristine: folder, changed: scratch.path, of: folder)
    }

    /// The working tree of a git repository against one of its revisions.
    static func changed(in folder: String, since revision: String) async throws -> RepositoryTask {
        let scratch = try ScratchFolder(name: "base")
        let archive = scratch.path + "/base.tar"
        let tree = scratch.path + "/tree"
        try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: false)
        // A revision that begins with a dash would be an option.
        guard !revision.hasPrefix("-") else { throw InputError(revision, "is not a revision") }
        let archived = try await git(["-C", folder, "archive", "--format=tar", "-o", archive, revision], ceiling: nil)
        guard archived.succeeded else {
            throw InputError(folder, "git cannot read '\(revision)': \(TerminalText.line(archived.error, limit: 300))")
        }
        let unpacked = try await run("tar", ["-x", "-C", tree, "-f", archive], environment: .inherit)
        guard unpacked.succeeded else { throw InputError(folder, "tar cannot unpack '\(revision)': \(unpacked.error)") }
        return try make(pristine: tree, changed: folder, of: folder)
    }

    private static func make(pristine: String, changed: String, of folder: String) throws -> RepositoryTask {
        let before = try FolderReader.read(pristine)
        let after = try FolderReader.read(changed)
        var task = try ProjectTask.load(pristine)
        task.brief.id = ProjectTask.name(of: folder)
        let different = after.filtered { before[$0] != after[$0] }
        // New files may be delivered too; what the change deletes is gone.
        task.brief.deliverables += different.paths.filter { before[$0] == nil }
        for path in before.paths where after[path] == nil { task.brief.start.remove(path) }
        return RepositoryTask(task: task, candidate: Candidate(files: different))
    }

    private static func git(_ arguments: [String], ceiling: String?) async throws -> (succeeded: Bool, error: String) {
        // No hooks, no pager, no configuration of a repository around the scratch folder.
        var environment = Environment.inherit.updating(["GIT_TERMINAL_PROMPT": "0"])
        if let ceiling { environment = environment.updating(["GIT_CEILING_DIRECTORIES": ceiling.parentFolder]) }
        return try await run("git", arguments, environment: environment)
    }

    private static func run(
        _ name: String, _ arguments: [String], environment: Environment
    ) async throws -> (succeeded: Bool, error: String) {
        let ended = try await Subprocess.run(
            .name(name), arguments: Arguments(arguments), environment: environment, output: .discarded,
            error: .string(limit: 65536))
        return (ended.terminationStatus.isSuccess, ended.standardError)
    }
}
