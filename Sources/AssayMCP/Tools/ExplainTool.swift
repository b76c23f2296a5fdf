import AssayRender
import AssaySupport

/// `explain_finding`: what a word of a report means.
struct ExplainTool: Tool {
    private struct Answer: Encodable { var explanations: [Explanation] }

    let name = "explain_finding"
    let title = "Explain a word of a report"
    let description = """
        Says what a word of Assay's reports means and what to do about it: a finding's rule ('vacuous', 'integrity/shadowed-test-api', \
        'ruff.F401'), a verdict ('tampering_suspected'), an assurance tier ('B'), an isolation level ('no-cgroup'), a failure or a limit.
        """
    let input = Schema.object(["term": Schema.text("The word, as the report writes it.", most: 200)])
    let output = Schema.object([
        "explanations": Schema.list(
            "Every meaning of the word.",
            of: Schema.object(
                [
                    "term": Schema.text("The word."), "kind": Schema.word("What kind of word it is.", of: Explanation.Kind.allCases.map(\.rawValue)),
                    "meaning": Schema.text("What it means."), "advice": Schema.text("What to do when it comes up."),
                ], optional: ["advice"]))
    ])

    @concurrent func call(_ arguments: ToolArguments, _ context: CallContext) async throws -> ToolAnswer {
        let found = try Glossary.explain(arguments.text("term") ?? "")
        return try ToolAnswer(Answer(explanations: found), text: found.map(\.text).joined())
    }
}
