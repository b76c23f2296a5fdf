import AssayCore
package import AssaySupport
import FoundationEssentials
import Subprocess

extension GitRepository {
    /// Returns the difference between two trees in the format of `git diff`, which `git apply` reads; empty where they are equal.
    ///
    /// Contents, modes and links are compared byte by byte, whatever the attributes in the trees and the user's configuration
    /// say; files that were moved are shown as renames.
    package static func patch(from old: FileTree, to new: FileTree) async throws -> String {
        if old == new { return "" }
        let scratch = try ScratchFolder(name: "difference")
        let made = try await isolated(["init", "--quiet", "--bare", "--template=", scratch.path], in: scratch.path)
        guard made.succeeded else { throw HarnessError(.storage, "git cannot compare two trees: \(TerminalText.line(made.error, limit: 300))") }
        let input = commit(old, as: "refs/trees/old") + commit(new, as: "refs/trees/new")
        let loaded = try await isolated(["fast-import", "--quiet"], in: scratch.path, input: input)
        guard loaded.succeeded else { throw HarnessError(.storage, "git cannot compare two trees: \(TerminalText.line(loaded.error, limit: 300))") }
        let words = ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--binary", "--find-renames", "refs/trees/old", "refs/trees/new"]
        let compared = try await isolated(["-c", "core.quotePath=false"] + words, in: scratch.path)
        guard compared.succeeded else { throw HarnessError(.storage, "git cannot compare two trees: \(TerminalText.line(compared.error, limit: 300))") }
        return compared.output
    }

    /// A tree as a commit in the format of git-fast-import(1).
    private static func commit(_ tree: FileTree, as name: String) -> [UInt8] {
        var stream = Array("commit \(name)\ncommitter a <a@localhost> 0 +0000\ndata 0\n".utf8)
        func add(_ mode: String, _ path: String, _ content: some Collection<UInt8>) {
            let quoted = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            stream += Array("M \(mode) inline \"\(quoted)\"\ndata \(content.count)\n".utf8)
            stream += content
            stream.append(UInt8(ascii: "\n"))
        }
        for (path, entry) in tree.entries.sorted(by: { $0.key < $1.key }) {
            switch entry {
            case .text(let text, let isExecutable): add(isExecutable ? "100755" : "100644", path, text.utf8)
            case .bytes(let data, let isExecutable): add(isExecutable ? "100755" : "100644", path, data)
            case .link(let target): add("120000", path, target.utf8)
            case .folder: break
            }
        }
        return stream
    }

    /// Runs git in a repository of this program's own, without the configuration of the user and the machine.
    private static func isolated(_ words: [String], in folder: String, input: [UInt8] = []) async throws -> Ended {
        let environment = GitSettings.environment.updating([
            "GIT_DIR": folder, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1",
        ])
        do {
            let ended = try await Subprocess.run(
                .name("git"), arguments: Arguments(GitSettings.options + words), environment: environment, input: .array(input),
                output: .string(limit: 256 << 20), error: .string(limit: 65536))
            return Ended(succeeded: ended.terminationStatus.isSuccess, output: ended.standardOutput, error: ended.standardError)
        } catch let error as SubprocessError {
            throw ConfigurationError(description: "git cannot be run: \(TerminalText.line("\(error)", limit: 200)); is it installed?")
        }
    }
}
