import AssayCore
import AssaySupport

/// How a working tree differs from its last commit, without ignored files.
package struct GitStatus: Sendable, Equatable {
    /// Files of the commit that were changed, deleted or renamed, and files that were added to the index.
    package let changed: [String]
    /// Files and folders that git does not know.
    package let untracked: [String]

    /// Reads the output of `git status --porcelain -z` (git-status(1), "Porcelain Format Version 1").
    init(_ output: String) {
        var (changed, untracked) = ([String](), [String]())
        var isOrigin = false
        for entry in output.split(separator: "\0") {
            // The old name of a renamed file is an entry of its own.
            if isOrigin {
                isOrigin = false
                continue
            }
            let path = String(entry.dropFirst(3))
            if entry.hasPrefix("??") {
                // The folder of this program's database is no work of the user's.
                if path != ".assay/" && !path.hasSuffix("/.assay/") { untracked.append(path) }
            } else {
                changed.append(path)
                isOrigin = entry.prefix(2).contains { $0 == "R" || $0 == "C" }
            }
        }
        (self.changed, self.untracked) = (changed, untracked)
    }

    /// One phrase on what was changed; nil where nothing was.
    package var changedWords: String? { Self.words(changed, one: "differs from the last commit", many: "differ from the last commit") }

    /// One phrase on what is untracked; nil where nothing is.
    package var untrackedWords: String? { Self.words(untracked, one: "is untracked", many: "are untracked") }

    private static func words(_ paths: [String], one: String, many: String) -> String? {
        guard let first = paths.first.map({ TerminalText.line($0) }) else { return nil }
        return paths.count == 1 ? "'\(first)' \(one)" : "\(paths.count) files \(many), '\(first)' for one"
    }
}

extension GitRepository {
    /// Returns how the working tree differs from the last commit; of submodules only whether another commit is checked out.
    package func status() async throws -> GitStatus {
        let found = try await Self.git(
            ["-C", root, "status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=dirty"],
            settings: GitSettings.withoutFilters(of: root))
        guard found.succeeded else { throw InputError(root, "git cannot tell its state: \(TerminalText.line(found.error, limit: 300))") }
        return GitStatus(found.output)
    }
}
