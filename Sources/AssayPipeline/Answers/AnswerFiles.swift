package import AssayCore
package import AssaySupport

/// Reads files out of a model's answer: whole files in fenced blocks, or changes to files that are there.
package struct AnswerFiles: Sendable {
    /// The files that the task may deliver, by path.
    package private(set) var files = FileTree()
    /// The parts of the answer that could not be used and why, in words for the model.
    package private(set) var problems: [String] = []

    private let brief: TaskBrief
    private let base: FileTree

    private init(_ brief: TaskBrief, _ base: FileTree) {
        self.brief = brief
        self.base = base
    }

    /// The files of an answer that holds changes, whole files or both.
    package static func changes(_ answer: String, brief: TaskBrief, base: FileTree) -> AnswerFiles {
        var result = AnswerFiles(brief, base)
        // A folder is not a file that a bare block could mean.
        let only = brief.singleDeliverable
        for block in result.blocks(answer) {
            guard let path = block.path ?? only else {
                result.problems.append("a code block has no line 'FILE: path' before it")
                continue
            }
            if result.mayDeliver(path) { result.change(path, block.code) }
        }
        if result.files.isEmpty && result.problems.isEmpty { result.problems = ["the answer holds no code block with a file"] }
        return result
    }

    /// The files of an answer that holds whole files; files that are there keep their line endings.
    package static func whole(_ answer: String, brief: TaskBrief, base: FileTree) -> AnswerFiles {
        var result = AnswerFiles(brief, base)
        let blocks = result.blocks(answer)
        if let path = brief.singleDeliverable {
            if let code = result.best(blocks, path) ?? result.bare(answer) { result.set(path, result.completed(code)) }
            return result
        }
        for block in blocks {
            if let path = block.path, result.mayDeliver(path) { result.set(path, block.code) }
        }
        // One unlabelled block can only mean the one file that must change.
        if result.files.isEmpty, blocks.count == 1, let block = blocks.first, block.path == nil,
            let only = brief.deliverables.first, !only.hasSuffix("**")
        {
            result.set(only, block.code)
        }
        return result
    }

    private func blocks(_ answer: String) -> [FencedBlock] {
        FencedBlock.read(answer, language: brief.language) { base[$0] != nil || brief.deliverables.contains($0) }
    }

    private mutating func mayDeliver(_ path: String) -> Bool {
        if brief.mayDeliver(path) { return true }
        problems.append("'\(TerminalText.line(path))' may not be changed")
        return false
    }

    private mutating func set(_ path: String, _ text: String) {
        do {
            try files.set(path, base[path].map { TextShape($0).applied(to: text) } ?? text)
        } catch {
            problems.append("\(TerminalText.line(path)): \(error)")
        }
    }

    /// Makes the changes that a block holds; a block without SEARCH lines is the whole file.
    private mutating func change(_ path: String, _ code: String) {
        do {
            guard let changes = try SearchReplace.parse(Array(code.allLines.dropLast())) else { return set(path, code) }
            var text = files[path] ?? base[path] ?? ""
            for change in changes { text = try change.apply(to: text) }
            try files.set(path, text)
        } catch {
            problems.append("\(TerminalText.line(path)): \(error)")
        }
    }

    /// The block that is the one file asked for: labelled so, else the first that names what the interface asks for.
    private func best(_ blocks: [FencedBlock], _ path: String) -> String? {
        let fitting = blocks.filter { $0.path == nil || $0.path == path }
        let candidates = fitting.isEmpty ? blocks : fitting
        let symbols = brief.interface.map(\.symbol)
        return candidates.first { block in symbols.contains { block.code.contains($0) } }?.code ?? candidates.first?.code
    }

    /// An answer without fences that is code all through.
    private func bare(_ answer: String) -> String? {
        let text = ModelText.withoutWrapping(answer)
        let keyword = brief.language == .python ? "def " : "func "
        return text.contains("```") || text.contains("~~~") || !text.contains(keyword) ? nil : text.allLines.joined(separator: "\n")
    }

    /// Puts the prompt's imports and helpers before an answer that left them out.
    private func completed(_ code: String) -> String {
        guard let prompt = brief.prompt, let entry = brief.interface.first?.symbol,
            let definition = PythonDefinition(of: entry, in: prompt)
        else { return code }
        let head = String(prompt[..<definition.range.lowerBound]).trimmed
        if head.isEmpty || code.contains(head) { return code }
        return head + "\n\n\n" + code
    }
}
