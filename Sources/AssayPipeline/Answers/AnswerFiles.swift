package import AssayCore
package import AssaySupport

/// Reads files out of a model's answer: whole files in fenced blocks, or changes to files that are there.
package enum AnswerFiles {
    /// The files of an answer that holds changes, whole files or both; `problems` are for the model.
    package static func changes(
        _ answer: String, brief: TaskBrief, base: FileTree
    ) -> (files: FileTree, problems: [String]) {
        var files = FileTree()
        var problems: [String] = []
        // A folder is not a file that a bare block could mean.
        let only = brief.singleDeliverable
        for block in fenced(answer) {
            guard let path = block.path ?? only else {
                problems.append("a code block has no line 'FILE: path' before it")
                continue
            }
            guard brief.mayDeliver(path) else {
                problems.append("'\(TerminalText.line(path))' may not be changed")
                continue
            }
            do {
                let lines = block.code.allLines
                guard let changes = try SearchReplace.parse(Array(lines.dropLast())) else {
                    try? files.set(path, block.code)
                    continue
                }
                var text = files[path] ?? base[path] ?? ""
                for change in changes { text = try change.apply(to: text) }
                try? files.set(path, text)
            } catch {
                problems.append("\(path): \(error)")
            }
        }
        if files.isEmpty && problems.isEmpty { problems = ["the answer holds no code block with a file"] }
        return (files, problems)
    }

    /// Returns the files of an answer that the task may deliver; empty when there are none.
    package static func parse(_ answer: String, brief: TaskBrief) -> FileTree {
        var tree = FileTree()
        let blocks = fenced(answer)
        if let path = brief.singleDeliverable {
            guard let code = best(blocks, brief) ?? bare(answer, brief) else { return tree }
            try? tree.set(path, completed(code, brief))
            return tree
        }
        for block in blocks {
            guard let path = block.path, brief.mayDeliver(path) else { continue }
            try? tree.set(path, block.code)
        }
        // One unlabelled block can only mean the one file that must change.
        if tree.isEmpty, blocks.count == 1, let block = blocks.first, block.path == nil,
            let only = brief.deliverables.first, !only.hasSuffix("/**")
        {
            try? tree.set(only, block.code)
        }
        return tree
    }

    private struct Block {
        var path: String?
        var code: String
    }

    private static func fenced(_ answer: String) -> [Block] {
        var blocks: [Block] = []
        var lines: [Substring]?
        var label: String?
        for line in answer.allLines {
            let bare = String(line).trimmed
            if bare.hasPrefix("```") {
                if let open = lines {
                    blocks.append(Block(path: label, code: open.joined(separator: "\n") + "\n"))
                    lines = nil
                    label = nil
                } else {
                    lines = []
                }
            } else if lines != nil {
                lines?.append(line)
            } else if let path = labelled(bare) {
                label = path
            }
        }
        // An answer that was cut off still holds its last block.
        if let open = lines, !open.isEmpty {
            blocks.append(Block(path: label, code: open.joined(separator: "\n") + "\n"))
        }
        return blocks
    }

    /// Reads `FILE: path`, `**path**`, `### path` or a path in backticks.
    private static func labelled(_ line: String) -> String? {
        guard let match = line.firstMatch(of: /(?:FILE:\s*)?[`*#\s]*([\w.\/\-]+\.(?:py|swift|c|h|cc|cpp|cxx|hpp|js|mjs|cjs|ts|mts|rs|java|go|sh))[`*:\s]*$/)
        else {
            return nil
        }
        return String(match.1)
    }

    private static func best(_ blocks: [Block], _ brief: TaskBrief) -> String? {
        let symbols = brief.interface.map(\.symbol)
        return blocks.first { block in symbols.contains { block.code.contains($0) } }?.code
            ?? blocks.first?.code
    }

    /// An answer without fences that is code all through.
    private static func bare(_ answer: String, _ brief: TaskBrief) -> String? {
        let keyword = brief.language == .python ? "def " : "func "
        guard !answer.contains("```"), answer.contains(keyword) else { return nil }
        return answer
    }

    /// Puts the prompt's imports and helpers before an answer that left them out.
    private static func completed(_ code: String, _ brief: TaskBrief) -> String {
        guard let prompt = brief.prompt, let entry = brief.interface.first?.symbol,
            let start = prompt.ranges(of: "def \(entry)(").last
        else { return code }
        let head = String(prompt[..<start.lowerBound]).trimmed
        if head.isEmpty || code.contains(head) { return code }
        return head + "\n\n\n" + code
    }
}
