package import AssayCore
package import AssaySupport

/// Reads a change out of a model's answer: files in fenced blocks, whole or as changes to what is there, and lines that
/// delete or rename files.
package struct AnswerFiles: Sendable {
    /// The change to the tree that the answer was shown.
    package private(set) var change = Candidate(files: FileTree())
    /// The parts of the answer that are not used and why, in words for the model and for people.
    package private(set) var problems: [String] = []
    /// The files that the change writes, by path.
    package var files: FileTree { change.files }

    private let brief: TaskBrief
    /// The tree that the answer was shown.
    private let base: FileTree

    private init(_ brief: TaskBrief, _ base: FileTree) {
        self.brief = brief
        self.base = base
    }

    /// The change of an answer that holds changes, whole files or both.
    package static func changes(_ answer: String, brief: TaskBrief, base: FileTree) -> AnswerFiles {
        var result = AnswerFiles(brief, base)
        // A folder is not a file that a bare block could mean.
        let only = brief.singleDeliverable
        for part in result.parts(answer) {
            switch part {
            case .block(let block):
                guard let path = block.path ?? only else {
                    result.problems.append("a code block has no line 'FILE: path' before it")
                    continue
                }
                if result.mayChange(path) { result.edit(path, block.code) }
            case .delete(let path): result.delete(path)
            case .rename(let old, let new): result.rename(old, to: new)
            }
        }
        if result.change.isEmpty && result.problems.isEmpty { result.problems = ["the answer holds no code block with a file"] }
        return result
    }

    /// The change of an answer that holds whole files; files that are there keep their line endings.
    package static func whole(_ answer: String, brief: TaskBrief, base: FileTree) -> AnswerFiles {
        var result = AnswerFiles(brief, base)
        let parts = result.parts(answer)
        let blocks = parts.compactMap { part in if case .block(let block) = part { block } else { nil } }
        if let path = brief.singleDeliverable {
            if let code = result.best(blocks, path) ?? result.bare(answer) { result.write(path, result.completed(code)) }
            return result
        }
        var unlabelled = 0
        for part in parts {
            switch part {
            case .block(let block):
                guard let path = block.path else {
                    unlabelled += 1
                    continue
                }
                if result.mayChange(path) { result.write(path, block.code) }
            case .delete(let path): result.delete(path)
            case .rename(let old, let new): result.rename(old, to: new)
            }
        }
        // One unlabelled block can only mean the one file that must change.
        if result.change.isEmpty, blocks.count == 1, let block = blocks.first, block.path == nil,
            let only = brief.deliverables.first, !only.hasSuffix("**")
        {
            result.write(only, block.code)
        } else if unlabelled > 0, brief.isOpen {
            result.problems.append("\(unlabelled) code block\(unlabelled == 1 ? "" : "s") without a line 'FILE: path' before")
        }
        return result
    }

    private func parts(_ answer: String) -> [AnswerPart] {
        AnswerPart.read(answer, language: brief.language) { base.contains($0) || brief.deliverables.contains($0) }
    }

    // MARK: Changing files

    private mutating func drop(_ path: String, _ reason: String) { problems.append("\(TerminalText.line(path)) (\(reason))") }

    private mutating func mayChange(_ path: String) -> Bool {
        if brief.isOpen, ControlFile.contains(path) {
            drop(path, "steers the build or the tests; it stays as it is")
        } else if brief.visibleTests.contains(path) {
            drop(path, "a given test; it stays as it is")
        } else if !brief.mayDeliver(path) {
            drop(path, "not deliverable")
        } else {
            return true
        }
        return false
    }

    /// What stands at a path after the parts that were read so far.
    private func entry(_ path: String) -> FileEntry? { change.files.entries[path] ?? (change.deleted.contains(path) ? nil : base.entries[path]) }

    private mutating func write(_ path: String, _ text: String) {
        let before = entry(path)
        set(path, before?.text.map { TextShape($0).applied(to: text) } ?? text, over: before)
    }

    /// Makes the changes that a block holds; a block without SEARCH lines is the whole file.
    private mutating func edit(_ path: String, _ code: String) {
        do {
            guard let changes = try SearchReplace.parse(Array(code.allLines.dropLast())) else { return write(path, code) }
            let before = entry(path)
            var text = before?.text ?? ""
            for change in changes { text = try change.apply(to: text) }
            set(path, text, over: before)
        } catch {
            problems.append("\(TerminalText.line(path)): \(error)")
        }
    }

    /// Sets the text of a file, which stays a program if it was one.
    private mutating func set(_ path: String, _ text: String, over before: FileEntry?) {
        switch before {
        case .bytes: return drop(path, "not a text; an answer can only delete or rename it")
        case .link: return drop(path, "a symbolic link; an answer can only delete or rename it")
        default: put(path, .text(text, isExecutable: before?.isExecutable ?? false))
        }
    }

    private mutating func put(_ path: String, _ entry: FileEntry) {
        do {
            var files = FileTree()
            try files.set(path, entry)
            change = change.followed(by: Candidate(files: files))
        } catch {
            problems.append("\(TerminalText.line(path)): \(error)")
        }
    }

    private mutating func delete(_ path: String) {
        guard mayChange(path) else { return }
        guard let entry = entry(path), entry != .folder else { return drop(path, "cannot be deleted: there is no such file") }
        change = change.followed(by: Candidate(files: FileTree(), deleted: [path]))
    }

    private mutating func rename(_ old: String, to new: String) {
        guard let entry = entry(old), entry != .folder else { return drop(old, "cannot be renamed: there is no such file") }
        guard self.entry(new) == nil else { return drop(old, "cannot be renamed: '\(TerminalText.line(new))' is there already") }
        guard mayChange(old), mayChange(new) else { return }
        delete(old)
        put(new, entry)
    }

    // MARK: One file

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
