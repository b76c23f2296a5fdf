package import AssaySupport

/// What a check probes; reported per tag so that a lift can be traced.
package enum CheckTag: String, Sendable, Codable, CaseIterable {
    case happy, edge, integration, convention, security

    /// Reads the tag from a test name such as `test_edge_empty` or `edge_emptyInput`.
    package init?(testName: String) {
        let last = testName.split(whereSeparator: { "/:.".contains($0) })
        for part in last.reversed() {
            let words = part.lowercased().split(separator: "_")
            if let word = words.first(where: { $0 != "test" }),
                let tag = CheckTag(rawValue: String(word))
            {
                self = tag
                return
            }
        }
        return nil
    }
}

/// A function or type that a task requires, with its exact signature.
package struct InterfaceSymbol: Sendable, Codable, Equatable {
    package var symbol: String
    package var signature: String
    package var file: String
    package init(symbol: String, signature: String, file: String) {
        self.symbol = symbol
        self.signature = signature
        self.file = file
    }
}

/// An example that the statement gives: a call and the value it returns, as source text.
package struct Example: Sendable, Codable, Equatable {
    package var call: String
    package var expected: String
    package init(call: String, expected: String) {
        self.call = call
        self.expected = expected
    }
}

/// How the checks of a task are run.
package enum CheckForm: Sendable, Equatable {
    /// A Python function judged by the split-process oracle.
    case pythonFunction(entryPoint: String, prelude: String)
    /// A project that its language's toolchain profile knows how to build and test.
    case project
    /// Functions of any language, judged by what they return for plain data.
    case calls([CallFunction])
    /// A whole program, judged by what it writes to its standard output for its standard input.
    case streams
    /// One program made of a prefix, the answer and a test; `example` is the test that may be shown.
    case program(prefix: String, example: String)
    /// Files in a folder, judged by a script of the task that leaves a number: 1 for solved.
    case script(directory: String, seconds: Double)
}

/// What may be shown to a model: everything about a task but its hidden checks and reference.
package struct TaskBrief: Sendable {
    package var id: String
    package var title: String
    package var statement: String
    /// What the project asks of every change, as its own files say it.
    package var conventions = ""
    /// All that is asked: what may be quoted as a demand.
    package var demands: String { statement + conventions }
    package var language: Language
    package var start: FileTree
    /// Paths the candidate may deliver.
    package var deliverables: [String]
    package var interface: [InterfaceSymbol]
    package var examples: [Example]
    /// Visible test files, by path.
    package var visibleTests: FileTree
    /// Visible calls of a task that is judged by calls.
    package var cases: [CallCase] = []
    /// Code that precedes the answer, for completion tasks.
    package var prompt: String?
    /// What files declare, by path, as far as a tool was asked; for trees that do not fit into a prompt.
    package var outlines: [String: String] = [:]

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
    package func mayDeliver(_ path: String) -> Bool {
        (try? FileTree.check(path)) != nil
            && deliverables.contains { pattern in
                pattern.hasSuffix("/**") || pattern == "**" ? path.hasPrefix(pattern.dropLast(2)) : path == pattern
            }
    }

    /// The one file that this task's answer is; nil when it is several, or lies anywhere in a folder.
    package var singleDeliverable: String? {
        deliverables.count == 1 && !deliversFolder ? deliverables.first : nil
    }

    /// Whether single calls of a candidate can be run: functions of one Python file.
    package var takesCalls: Bool { language == .python && singleDeliverable != nil && !interface.isEmpty }

    /// Whether files of a whole folder (`Sources/**`) may be delivered.
    package var deliversFolder: Bool { deliverables.contains { $0.hasSuffix("**") } }
}

/// Checks that decide the verdict and never reach a model.
///
/// The type is deliberately neither `Encodable` nor `CustomStringConvertible`.
package struct HiddenChecks: Sendable {
    package let files: FileTree
    /// The oracle's test source, for function tasks.
    package let oracle: String?
    /// Calls and what must come of them.
    package let cases: [CallCase]
    /// A Python program that prints more cases for a seed: those that nobody can have seen.
    package let generator: String?

    package init(files: FileTree = FileTree(), oracle: String? = nil, cases: [CallCase] = [], generator: String? = nil) {
        self.files = files
        self.oracle = oracle
        self.cases = cases
        self.generator = generator
    }

    /// Lines long enough to be recognised, to be searched for in outgoing prompts.
    package var canaries: [String] {
        let texts = Array(files.files.values) + [oracle ?? "", generator ?? ""]
        return texts.flatMap { $0.lines.map(String.init) }
            .filter { $0.contains("assay-canary-") }
    }

    /// SHA-256 of all hidden material.
    package var digest: String { Digest.of(files.digest, oracle ?? "", "\(cases)", generator ?? "") }
}

/// A task of a suite: what is asked, and how the answer is judged.
package struct CodingTask: Sendable {
    package var brief: TaskBrief
    package var form: CheckForm
    package var hidden: HiddenChecks
    package var reference: FileTree?
    /// A wrong answer that must fail; the starting files where a suite names none.
    package var stub: FileTree
    package var environment: [String: String]
    /// Faults in the reference that change nothing, as `path:line change`: nobody can find them.
    package var equivalentMutants: Set<String> = []
    package var id: String { brief.id }

    /// The languages whose toolchains judge it.
    package var languages: Set<Language> { hidden.generator == nil ? [brief.language] : [brief.language, .python] }

    package init(
        brief: TaskBrief, form: CheckForm, hidden: HiddenChecks, reference: FileTree? = nil,
        stub: FileTree = FileTree(), environment: [String: String] = [:]
    ) {
        self.brief = brief
        self.form = form
        self.hidden = hidden
        self.reference = reference
        self.stub = stub
        self.environment = environment
    }

    /// SHA-256 of everything that can change a verdict on this task.
    package var digest: String {
        Digest.of(
            brief.id, brief.statement, brief.start.digest, brief.visibleTests.digest, "\(brief.cases)",
            hidden.digest, brief.deliverables.joined(separator: "\n"), "\(form)")
    }
}

/// A named collection of tasks.
package struct Suite: Sendable {
    package var name: String
    package var tasks: [CodingTask]
    package init(name: String, tasks: [CodingTask]) {
        self.name = name
        self.tasks = tasks
    }
    /// SHA-256 over the tasks in order.
    package var digest: String {
        var digest = Digest()
        for task in tasks { digest.add(task.digest) }
        return digest.hex
    }
}

/// An answer to a task: files laid over the task's pristine tree.
package struct Candidate: Sendable, Equatable, Codable {
    package var files: FileTree
    package init(files: FileTree) { self.files = files }
    package var digest: String { files.digest }
}

extension [CodingTask] {
    /// The languages whose toolchains judge them.
    package var languages: Set<Language> { reduce(into: []) { $0.formUnion($1.languages) } }
}
