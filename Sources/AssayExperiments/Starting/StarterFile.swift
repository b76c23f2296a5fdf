import AssayModels
import AssayStore
import AssaySupport

/// Writes a first `assay.yaml` or experiment file from what was found.
package struct StarterFile: Sendable {
    /// What the file is for.
    package enum Kind: String, Sendable, CaseIterable { case project, experiment }

    /// What was found.
    package let found: StartingPoint
    /// Whether the file has no comments, and only what it cannot do without.
    package let isMinimal: Bool

    /// Makes a writer.
    package init(_ found: StartingPoint, isMinimal: Bool) { (self.found, self.isMinimal) = (found, isMinimal) }

    /// The models of the file: those that answer here, else embedded ones that can be fetched.
    private var models: [(name: String, line: String)] {
        var models: [(name: String, line: String)] = []
        for server in found.servers {
            for (number, model) in server.models.prefix(3).enumerated() {
                let name = number == 0 ? server.name : "\(server.name)-\(number + 1)"
                models.append((name, "{provider: openai-compatible, base_url: \"\(server.baseURL)\", model: \(Self.quoted(model))}"))
            }
        }
        let embedded = found.embedded.isEmpty && models.isEmpty ? EmbeddedModel.all.prefix(2).map(\.name) : found.embedded
        for (name, model) in zip(["small", "large"], embedded) { models.append((name, "{provider: embedded, model: \(model)}")) }
        return models
    }

    /// The text of a project's `assay.yaml`.
    package var project: String {
        lines(
            [
                "# Settings of Assay in this folder and below; 'assay config show --origin' says what holds and where it comes from.",
                "version: 1", "",
            ] + tests + modelLines + rolesLines + [
                "# How code is written: the phases of 'assay solve'.",
                "pipeline: {kind: multi-step, review: \(hasReviewer), max_fix_rounds: 3}", "",
                "# What an attempt may cost.",
                "budget: {tokens_per_task: 40000}", "",
                "# How code is judged: the weakest isolation level that is accepted (full, no-cgroup or bare), and repetitions that find flaky tests.",
                "verify: {minimum_isolation: no-cgroup, rerun: 0}",
                "# Limits of one command; without them a project's own tests have half an hour.",
                "# verify: {limits: {wall: 60, cpu: 30, memory_mib: 2048, processes: 128}}", "",
                "# Where runs are stored.",
                "store: \(Store.usualPath)",
            ])
    }

    /// The text of an experiment file on a suite: one answer against several steps.
    package func experiment(suite: String) -> String {
        lines(
            [
                "# An experiment: two ways of working on the same tasks. 'assay bench FILE --plan' says what it can show and what it may cost.",
                "version: 1",
                "suite: \(Self.quoted(suite))",
                "# tasks: [one-id, another-id]   # only these; without it all", "",
            ] + modelLines + rolesLines + [
                "# What an attempt may cost.",
                "budget: {tokens_per_task: 30000}", "",
                "# Attempts at each task by each arm; more of them show smaller differences.",
                "seeds: 1",
                "# A difference of solve rates up to this is of no consequence.",
                "margin: 0.05", "",
                "# The first arm is the baseline.",
                "arms:",
                "  single-pass: {pipeline: {kind: single-pass}}",
                "  multi-step: {pipeline: {kind: multi-step, begin: answer, review: \(hasReviewer), max_fix_rounds: 3}}",
            ])
    }

    private var hasReviewer: Bool { models.count > 1 }

    /// How the project is built and tested, where that has to be said at all.
    private var tests: [String] {
        let said = found.projects.isEmpty ? "No tests were found here" : "Found: \(found.projects.map { TerminalText.line($0) }.joined(separator: ", "))"
        return [
            "# \(said). 'assay verify .' goes by that; commands of your own overrule it:",
            "# build: make",
            "# test: {command: make check, reader: exit-code}", "",
        ]
    }

    private var modelLines: [String] {
        var lines = ["# The models, under names of your choice."]
        if found.servers.isEmpty && found.embedded.isEmpty {
            lines.append(
                "# No model server answers on this machine; these two are fetched by 'assay models pull \(EmbeddedModel.all.prefix(2).map(\.name).joined(separator: " "))'."
            )
        }
        lines.append("models:")
        lines += models.map { "  \($0.name): \($0.line)" }
        for key in found.keys {
            lines.append("  # \(key.variable) is set; name a model of the provider to use it:")
            lines.append("  # \(key.provider): {provider: \(key.provider), model: NAME, key_env: \(key.variable)}")
        }
        return lines + [""]
    }

    /// Who does what; the reviewer is another model than the writer where there are two.
    private var rolesLines: [String] {
        guard let first = models.first?.name, let last = models.last?.name else { return [] }
        return [
            "# Who does what; a model does not review its own work.",
            "roles: {analyst: \(first), planner: \(first), implementer: \(last), reviewer: \(first), fixer: \(last)}", "",
        ]
    }

    private func lines(_ all: [String]) -> String {
        let kept = isMinimal ? all.filter { !$0.isEmpty && !$0.trimmed.hasPrefix("#") } : all
        return kept.joined(separator: "\n") + "\n"
    }

    /// A text as YAML has it in double quotes; JSON's are among them.
    private static func quoted(_ text: String) -> String { (try? JSON.line(text)) ?? "\"\"" }
}

extension StarterFile {
    /// A suite of two small tasks for whoever has none, as JSON Lines in HumanEval's form.
    package static let exampleSuite = """
        {"task_id": "example/total", "entry_point": "total", "prompt": "def total(cents, percent_off=0):\\n    \\"\\"\\"Adds prices in cents and takes a discount off, rounded down.\\n    >>> total([199, 101], 10)\\n    270\\n    \\"\\"\\"\\n", "canonical_solution": "    return sum(cents) * (100 - percent_off) // 100\\n", "test": "def check(candidate):\\n    assert candidate([199, 101], 10) == 270\\n    assert candidate([]) == 0\\n    assert candidate([5], 50) == 2\\n"}
        {"task_id": "example/initials", "entry_point": "initials", "prompt": "def initials(name):\\n    \\"\\"\\"Returns the first letters of the words of a name, in capitals.\\n    >>> initials('ada lovelace')\\n    'AL'\\n    \\"\\"\\"\\n", "canonical_solution": "    return ''.join(word[0].upper() for word in name.split())\\n", "test": "def check(candidate):\\n    assert candidate('ada lovelace') == 'AL'\\n    assert candidate('') == ''\\n    assert candidate('  grace  brewster hopper ') == 'GBH'\\n"}

        """
}
