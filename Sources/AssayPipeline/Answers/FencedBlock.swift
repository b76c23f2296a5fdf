import AssayCore
import AssaySupport

/// One fenced code block of an answer.
struct FencedBlock {
    /// The file that it holds, as the line before it or its own info string says; nil where neither does.
    var path: String?
    /// The lines of the block, each with "\n" at its end.
    var code: String

    /// Reads all blocks of an answer; `known` says whether a path is one of the task's files.
    static func read(_ answer: String, language: Language, known: (String) -> Bool) -> [FencedBlock] {
        let lines = ModelText.withoutWrapping(answer).allLines
        var blocks: [FencedBlock] = []
        var label: String?
        var index = 0
        while index < lines.count {
            guard let fence = Fence(lines[index]) else {
                label = FileLabel.inLine(lines[index], known: known) ?? label
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
                blocks.append(FencedBlock(path: path ?? FileLabel.inFirst(code, known: known), code: code.joined(separator: "\n") + "\n"))
            }
            label = nil
            index = end.isClosed ? end.line + 1 : end.line
        }
        return blocks
    }
}
