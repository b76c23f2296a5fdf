package import AssayCore
import AssaySandbox
package import AssaySupport
import FoundationEssentials

/// Lists the declarations of files by universal-ctags, which runs in the sandbox because its input is untrusted.
package struct CtagsOutline: Sendable {
    private let sandbox: any Sandbox
    private static let program = "/usr/bin/ctags"
    /// The kinds of ctags tags that are listed; local variables, parameters and imports do not describe a file.
    private static let kinds: Set<String> = [
        "class", "struct", "union", "enum", "interface", "trait", "type", "typedef", "function", "method", "member",
        "func", "namespace", "module", "package", "prototype", "macro", "implementation", "constructor", "generator",
        "getter", "setter", "constant",
    ]

    /// Makes an outline whose ctags runs in a sandbox.
    package init(sandbox: any Sandbox) { self.sandbox = sandbox }

    private struct Tag: Decodable {
        var path: String
        var line: Int?
        var kind: String?
    }

    /// The declaring lines of each file, by path; empty where ctags is not installed or reads nothing.
    package func outlines(of tree: FileTree) async throws(HarnessError) -> [String: String] {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else { return [:] }
        do {
            let folder = try Workspace(name: "ctags")
            try folder.write(tree)
            let result = try await sandbox.run(
                SandboxCommand(
                    // No options file, of the host or of the tree, has a say.
                    [Self.program, "--options=NONE", "--output-format=json", "--fields=FnK", "--sort=no", "--recurse", "-f", "-", "."],
                    policies: ["base"], mounts: [.readOnly(host: folder.path, inside: "/w")], directory: "/w",
                    limits: LimitPolicy.outline))
            guard result.outcome == .exited else { return [:] }
            return Self.lines(result.outputText, of: tree)
        } catch {
            throw HarnessError(.sandbox, "\(error)")
        }
    }

    private static func lines(_ output: String, of tree: FileTree) -> [String: String] {
        var numbers: [String: Set<Int>] = [:]
        for line in output.lines.prefix(200_000) {
            guard let tag = try? JSON.decode(Tag.self, String(line)), let number = tag.line, kinds.contains(tag.kind ?? "") else { continue }
            numbers[tag.path.hasPrefix("./") ? String(tag.path.dropFirst(2)) : tag.path, default: []].insert(number)
        }
        var outlines: [String: String] = [:]
        for (path, wanted) in numbers {
            guard let text = tree[path] else { continue }
            let lines = text.allLines
            let shown = wanted.sorted().filter { lines.indices.contains($0 - 1) }.map { String(lines[$0 - 1].prefix(160)).trimmedEnd }
            outlines[path] = shown.joined(separator: "\n") + "\n"
        }
        return outlines
    }
}
