package import AssaySupport

/// The part of a task that a model may see: everything but the hidden checks and the reference.
package struct TaskBrief: Sendable {
    /// The identifier of the task within its suite.
    package var id: String
    /// The title in a few words.
    package var title: String
    /// The statement as the model reads it.
    package var statement: String
    /// The project's rules for changes, taken from its own files.
    package var conventions = ""
    /// The statement and everything else that states a requirement.
    package var demands: String { statement + conventions }
    /// The language of the answer.
    package let language: Language
    /// The files that are there at the start.
    package var start: FileTree
    /// Paths the candidate may deliver.
    package var deliverables: [String]
    /// Whether other files may be changed and made too, as in a repository; never hidden files, lock files and licences.
    package var isOpen = false
    /// Files and folders among them that stay as they are: submodules, whose files belong to other repositories, and links.
    package var readOnly: [String] = []
    /// The symbols that the answer has to declare.
    package var interface: [InterfaceSymbol]
    /// Patterns of the names of test files, where a change may bring tests of its own.
    package var testPatterns: [String] = []
    /// Calls with their expected values that the model may see.
    package var examples: [Example]
    /// Visible test files, by path.
    package var visibleTests: FileTree
    /// Visible calls of a task that is judged by calls.
    package var cases: [CallCase] = []
    /// Code that precedes the answer, for completion tasks.
    package var prompt: String?

    /// How many functions, methods or types without listed methods the answer has to declare; nil where the task does not list any.
    package var size: Int? {
        let count = interface.count { symbol in !interface.contains { $0.file == symbol.file && $0.symbol.hasPrefix(symbol.symbol + ".") } }
        return count == 0 ? nil : count
    }

    /// Makes a brief.
    package init(
        id: String, title: String, statement: String, language: Language,
        start: FileTree = FileTree(), deliverables: [String],
        interface: [InterfaceSymbol] = [], examples: [Example] = [],
        visibleTests: FileTree = FileTree(), prompt: String? = nil
    ) {
        self.id = id
        self.title = title
        self.statement = statement
        self.language = language
        self.start = start
        self.deliverables = deliverables
        self.interface = interface
        self.examples = examples
        self.visibleTests = visibleTests
        self.prompt = prompt
    }

    /// Whether a path is one of the deliverables or lies in a delivered folder (`Sources/**`, or `**` for any).
    ///
    /// Visible tests are given: no answer may change them.
    package func mayDeliver(_ path: String) -> Bool {
        guard (try? FileTree.check(path)) != nil, !visibleTests.contains(path), !isReadOnly(path) else { return false }
        if isOpen { return !FixedFile.contains(path) || deliverables.contains(path) }
        return deliverables.contains { pattern in
            pattern.hasSuffix("/**") || pattern == "**" ? path.hasPrefix(pattern.dropLast(2)) : path == pattern
        }
    }

    private func isReadOnly(_ path: String) -> Bool { readOnly.contains { path == $0 || path.hasPrefix($0 + "/") } }

    /// The single file that the answer consists of; nil when there are several or a whole folder may be delivered.
    package var singleDeliverable: String? {
        deliverables.count == 1 && !deliversFolder && !isOpen ? deliverables.first : nil
    }

    /// Whether single calls of a candidate can be run: functions of one Python file.
    package var takesCalls: Bool { language == .python && singleDeliverable != nil && !interface.isEmpty }

    /// Whether files of a whole folder (`Sources/**`) may be delivered.
    package var deliversFolder: Bool { deliverables.contains { $0.hasSuffix("**") } }
}
