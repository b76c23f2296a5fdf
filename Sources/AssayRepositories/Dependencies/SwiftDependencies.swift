package import AssaySupport
import FoundationEssentials
import Subprocess
import SystemPackage

/// The packages that a Swift package depends on, fetched by SwiftPM outside the sandbox because the user says so.
///
/// SwiftPM runs the package's manifest to know them, so this is for manifests that the user trusts.
package enum SwiftDependencies {
    /// The folder in which the dependencies of a package are kept, by its manifests and the versions that it fixes.
    static func kept(for tree: FileTree) -> String {
        "\(CacheFolder.path)/swift-dependencies/\(manifests(of: tree).digest.prefix(24))"
    }

    /// Fetches the dependencies of a package's own manifest, unless they are kept already; `say` tells that it begins.
    package static func resolve(_ tree: FileTree, of folder: String, say: (String) -> Void) async throws {
        let (kept, manifests) = (kept(for: tree), manifests(of: tree))
        guard tree.contains("Package.swift") else { throw InputError(folder, "--resolve is for Swift packages, and there is no Package.swift") }
        if CacheFolder.isComplete(kept) { return }
        say("fetching the packages that \(folder) depends on …")
        let scratch = try ScratchFolder(name: "resolve")
        try FolderWriter.write(manifests, to: scratch.path)
        try await fetch(in: scratch.path, for: folder)
        try await CacheFolder.make(kept) { draft in
            for name in ["Package.resolved", ".build/workspace-state.json"] {
                guard let data = FileManager.default.contents(atPath: "\(scratch.path)/\(name)") else { continue }
                try FileManager.default.createDirectory(atPath: "\(draft)/\(name)".parentFolder, withIntermediateDirectories: true)
                try data.write(to: URL(filePath: "\(draft)/\(name)"))
            }
            try FileManager.default.createDirectory(atPath: draft + "/.build/checkouts", withIntermediateDirectories: true)
            try await FolderCopy.contents(of: scratch.path + "/.build/checkouts", into: draft + "/.build/checkouts")
        }
    }

    private static func fetch(in scratch: String, for folder: String) async throws {
        do {
            let ended = try await Subprocess.run(
                .name("swift"), arguments: ["package", "resolve"], environment: .inherit.updating(["GIT_TERMINAL_PROMPT": "0"]),
                workingDirectory: FilePath(scratch), output: .discarded,
                error: .string(limit: 1 << 20))
            if ended.terminationStatus.isSuccess { return }
            let said = ended.standardError.lines.filter { $0.hasPrefix("error:") }.joined(separator: " ")
            throw InputError(folder, "'swift package resolve' failed: \(TerminalText.line(said.isEmpty ? ended.standardError : said, limit: 400))")
        } catch let error as SubprocessError {
            throw InputError(folder, "'swift package resolve' cannot be run: \(TerminalText.line("\(error)", limit: 200))", kind: .missing)
        }
    }

    private static func manifests(of tree: FileTree) -> FileTree {
        tree.filtered { !$0.contains("/") && ($0 == "Package.resolved" || $0.hasPrefix("Package") && $0.hasSuffix(".swift")) }
    }
}
