import AssayCore
import AssayPipeline
import AssaySupport
import AssayTestSupport
import Testing

/// Tasks without stubs: what their tests import and their examples call are the symbols.
@Suite(.serialized) struct CalledSymbolTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let language: Language
        let file: String
        var start = ""
        let test: String
        var examples: [String] = []
        let names: [String]
        var testDescription: String { "\(language.rawValue) \(names.joined(separator: " "))" }
    }

    @Test(
        "what tests import from the file to be written, and what examples call, are its symbols",
        arguments: [
            Sample(
                language: .python, file: "bank.py",
                test:
                    "from os import path\nfrom bank import (\n    LIMIT,\n    Account,\n    total as sum_of,  # all\n)\n\ndef test_a():\n    assert sum_of([]) == 0\n",
                examples: ["total([])", "worth(1)"], names: ["Account", "total", "worth"]),
            Sample(
                language: .python, file: "pkg/bank.py", test: "import bank\n\ndef test_a():\n    assert bank.low(1) == bank.high(0)\n", names: ["low", "high"]),
            Sample(
                language: .python, file: "bank.py", start: "def low(x):\n    return x\n", test: "from bank import low, high, mid\n", names: ["high", "mid"]),
            Sample(
                language: .javascript, file: "src/bank.js",
                test:
                    "import assert from 'node:assert';\nimport { low, Account,\n  high as top } from '../src/bank.js';\nimport { other } from './bench.js';\n",
                names: ["low", "Account", "high"]),
            Sample(language: .typescript, file: "bank.ts", test: "import { low, high } from \"./bank\"\n", names: ["low", "high"]),
            Sample(language: .go, file: "bank.go", test: "package bank\n\nfunc TestA(t *testing.T) { Low(1) }\n", names: []),
        ])
    func names(_ sample: Sample) throws {
        var brief = TaskBrief(
            id: "t", title: "t", statement: "Write the bank.", language: sample.language,
            start: try FileTree(sample.start.isEmpty ? [:] : [sample.file: sample.start]), deliverables: [sample.file],
            examples: sample.examples.map { Example(call: $0, expected: "0") }, visibleTests: try FileTree(["test_bank": sample.test]))
        #expect(SymbolUnits(brief).all.map(\.name) == sample.names)
        brief.isOpen = true
        #expect(SymbolUnits(brief).all.isEmpty, "in a repository nobody knows what the task is about")
    }

    @Test("each is asked for alone by the tests that call it, with whatever parameters the answer gives it")
    func written() async throws {
        let tests = """
            from solution import Stack, joined, twice


            def test_twice():
                assert twice(4) == 8


            def test_joined():
                assert joined("a", "b", sep="-") == "a-b"


            def test_stack():
                stack = Stack()
                stack.push(3)
                assert stack.pop() == 3

            """
        let brief = TaskBrief(
            id: "t", title: "t", statement: "Write what the tests ask for.", language: .python, deliverables: ["solution.py"],
            visibleTests: try FileTree(["test_visible.py": tests]))
        let task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(["test_hidden.py": tests])))
        let answers = [
            "```python\nclass Stack:\n    def __init__(self):\n        self.items = []\n\n    def push(self, item):\n        self.items.append(item)\n\n"
                + "    def pop(self):\n        return self.items.pop()\n```",
            "```python\ndef joined(*parts, sep):\n    return sep.join(parts)\n```", "```python\ndef twice(x):\n    return 3 * x\n```",
            "```python\ndef twice(x):\n    return 2 * x\n```",
        ]
        let (outcome, log, client) = try await runScripted(answers, on: task) { $0.review = false }
        let notes = await log.notes
        #expect(outcome.claimsDone && outcome.calls == 4, "\(notes)")
        let prompts = await client.prompts
        #expect(prompts[1].contains("function `joined`") && prompts[1].contains("def test_joined") && !prompts[1].contains("test_twice"))
        #expect(!prompts[1].contains("def joined(*args") && prompts[1].contains("`joined` alone and the imports") == false)
        let text = try #require(outcome.candidate?.files["solution.py"])
        #expect(text.contains("def joined(*parts, sep)") && !text.contains("NotImplementedError") && !text.contains("args"))
    }
}
