import AssayCore
import AssaySupport

/// One part of an answer: the text of a file, or a line that says what becomes of a file.
enum AnswerPart: Equatable {
    /// A fenced code block.
    case block(FencedBlock)
    /// A line `DELETE: path`.
    case delete(String)
    /// A line `RENAME: old -> new`.
    case rename(String, to: String)

    /// Reads all parts of an answer in order; `known` says whether a path is one of the task's files.
    static func read(_ answer: String, language: Language, known: (String) -> Bool) -> [AnswerPart] {
        let lines = ModelText.withoutWrapping(answer).allLines
        var parts: [AnswerPart] = []
        var label: String?
        var index = 0
        while index < lines.count {
            guard let fence = Fence(lines[index]) else {
                if let part = line(lines[index]) { parts.append(part) } else { label = FileLabel.inLine(lines[index], known: known) ?? label }
                index += 1
                continue
            }
            let path = FileLabel.inInfo(fence.info, known: known) ?? label
            let syntax = path.flatMap(BlockSyntax.init(path:)) ?? BlockSyntax(language)
            let end = BlockEnd.find(after: index, fence, lines, syntax)
            var code = lines[index + 1..<end.line].map { String(fence.dedented($0)) }
            if !end.isClosed, code.last == "" { code.removeLast() }
            if !end.isClosed, let last = code.last, last.hasSuffix("```") { code[code.count - 1].removeLast(3) }
            // An answer that was cut off still holds its last block.
            if end.isClosed || !code.isEmpty {
                let held = path ?? FileLabel.inFirst(code, known: known)
                parts.append(.block(FencedBlock(path: held, code: code.joined(separator: "\n") + "\n")))
            }
            label = nil
            index = end.isClosed ? end.line + 1 : end.line
        }
        return parts
    }

    /// Reads a line that deletes or renames a file; nil for any other line.
    private static func line(_ line: Substring) -> AnswerPart? {
        guard line.utf8.count <= FileLabel.longest * 2 else { return nil }
        if let match = line.wholeMatch(of: /[`*#>\s\-]*DELETE:[*`"\s]*(.+?)[`*"\s]*/) {
            return .delete(FileLabel.normalized(String(match.1)))
        }
        if let match = line.wholeMatch(of: /[`*#>\s\-]*RENAME:[*`"\s]*(.+?)[`*"\s]*(?:->|→|=>)[`*"\s]*(.+?)[`*"\s]*/) {
            return .rename(FileLabel.normalized(String(match.1)), to: FileLabel.normalized(String(match.2)))
        }
        return nil
    }
}
