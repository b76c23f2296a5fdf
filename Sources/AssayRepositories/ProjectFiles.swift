import AssayCore
package import AssaySupport

/// Reads a project's files: of a git repository what a fresh clone would have and what is new, of another folder everything.
package enum ProjectFiles {
    /// Returns the files below a folder as they are on disk, and what was left out.
    ///
    /// Ignored files are left out, as they may be secrets or results of tools. Submodules are read where they are checked out.
    package static func contents(of folder: String) async throws -> FolderContents {
        guard let paths = try await known(to: folder) else { return try FolderReader.contents(of: folder) }
        var contents = try FolderReader.contents(of: folder, only: paths)
        contents.leftOut += try await ignored(in: folder).map { .init($0, .ignored) }
        return contents
    }

    /// The paths that git tracks or would add, relative to the folder; nil where the folder is in no repository.
    private static func known(to folder: String) async throws -> Set<String>? {
        let inside = try await GitRepository.git(["-C", folder, "rev-parse", "--is-inside-work-tree"])
        guard inside.succeeded else {
            try GitRepository.checkOwner(inside, of: folder)
            return nil
        }
        guard inside.output.trimmed == "true" else { return nil }
        // One that git ignores as a whole is no part of the repository around it.
        let own = try await GitRepository.git(["-C", folder, "check-ignore", "-q", "."])
        if own.succeeded { return nil }
        var paths: Set<String> = []
        for what in [["--cached", "--recurse-submodules"], ["--others", "--exclude-standard"]] {
            let listed = try await GitRepository.git(["-C", folder, "ls-files", "-z"] + what)
            guard listed.succeeded else { throw InputError(folder, "git cannot list its files: \(TerminalText.line(listed.error, limit: 300))") }
            paths.formUnion(listed.output.split(separator: "\0").map(String.init))
        }
        return paths
    }

    private static func ignored(in folder: String) async throws -> [String] {
        let listed = try await GitRepository.git(["-C", folder, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"])
        return listed.output.split(separator: "\0").map(String.init).filter { $0 != ".assay/" }.sorted()
    }
}
