import AssayCore
import AssaySupport
import AssayToolchains
import Glibc

/// Notes on code that reaches beyond its task, such as for its caller's frame; they never change a verdict.
enum Tripwires {
    /// Longer files are not searched.
    private static let mostBytes = 200_000

    /// One note for each pattern and file, at the first line that it is on.
    static func findings(_ files: FileTree, _ tripwires: [ToolchainProfile.Tripwire]) -> [Finding] {
        tripwires.flatMap { wire -> [Finding] in
            guard files.paths.contains(where: { holds(files[$0] ?? "", one: wire.words) }), let pattern = try? Regex(wire.pattern) else { return [] }
            return files.paths.compactMap { path in
                guard let text = files[path], text.utf8.count <= mostBytes, let match = text.firstMatch(of: pattern) else { return nil }
                let line = text[..<match.range.lowerBound].count { $0.isNewline } + 1
                return Finding(
                    kind: .integrity, rule: wire.id, severity: .note, message: "\(wire.id.replacing("-", with: " ")): a person should look at it",
                    path: path, line: line, excerpt: excerpt(files, path, line))
            }
        }
    }

    /// Whether a text holds one of some words.
    static func holds(_ text: String, one words: [String]) -> Bool {
        // A text with a zero byte is one that C would only read to there.
        text.utf8.contains(0) || text.withCString { text in words.contains { strstr(text, $0) != nil } }
    }
}
