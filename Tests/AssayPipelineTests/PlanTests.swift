import AssayCore
import AssayPipeline
import Testing

private func brief() throws -> TaskBrief {
    TaskBrief(
        id: "t", title: "t", statement: "s", language: .python,
        start: try FileTree(["a.py": "def total(x): pass\n"]), deliverables: ["a.py", "b.py"],
        interface: [
            InterfaceSymbol(symbol: "low", signature: "def low(x)", file: "a.py"),
            InterfaceSymbol(symbol: "report", signature: "def report(x)", file: "b.py"),
        ],
        examples: [Example(call: "low(1)", expected: "[2, 3]")])
}

private func stage(
    _ id: String, needs: [String] = [], files: [String], gives: [String] = [], uses: [String] = [],
    checks: [String] = ["visible_tests"]
) -> Plan.Stage {
    Plan.Stage(id: id, goal: "g", dependsOn: needs, files: files, provides: gives, requires: uses, checks: checks)
}

@Suite struct PlanCheckTests {
    private static let good = [
        stage("s1", files: ["a.py"], gives: ["low"], checks: ["build"]),
        stage("s2", needs: ["s1"], files: ["b.py"], gives: ["report"], uses: ["low"]),
    ]

    @Test("a sound plan passes")
    func sound() throws {
        let trace = [Plan.Trace(example: "low(1)", predictedOutput: "[2,3]")]
        #expect(try PlanChecks.problems(in: Plan(stages: Self.good, examplesTrace: trace), for: brief()).isEmpty)
    }

    struct Flaw: Sendable, CustomTestStringConvertible {
        var rule: String
        var plan: Plan
        var testDescription: String { rule + " " + plan.stages.map(\.id).joined(separator: ",") }
    }

    @Test(
        "a flawed plan is caught before any code",
        arguments: [
            Flaw(rule: "P1", plan: Plan(stages: [])),
            Flaw(rule: "P1", plan: Plan(stages: [good[0], stage("s1", files: ["b.py"], gives: ["report"])])),
            Flaw(rule: "P2", plan: Plan(stages: [good[0], stage("s2", needs: ["s9"], files: ["b.py"], gives: ["report"])])),
            Flaw(rule: "P2", plan: Plan(stages: [stage("s1", needs: ["s2"], files: ["a.py"], gives: ["low"]), good[1]])),
            Flaw(rule: "P3", plan: Plan(stages: [good[0], stage("s2", files: ["../b.py"], gives: ["report"])])),
            Flaw(rule: "P3", plan: Plan(stages: [good[0], stage("s2", files: ["conftest.py"], gives: ["report"])])),
            Flaw(rule: "P3", plan: Plan(stages: [good[0], stage("s2", files: [], gives: ["report"])])),
            Flaw(rule: "P4", plan: Plan(stages: [good[0], stage("s2", files: ["b.py"])])),
            Flaw(rule: "P4", plan: Plan(stages: [good[0], stage("s2", files: ["b.py"], gives: ["report", "low"])])),
            Flaw(rule: "P4", plan: Plan(stages: [good[0], stage("s2", files: ["b.py"], gives: ["report"], uses: ["magic"])])),
            Flaw(rule: "P5", plan: Plan(stages: [good[0], stage("s2", files: ["b.py"], gives: ["report"], checks: ["build"])])),
            Flaw(rule: "P5", plan: Plan(stages: [stage("s1", files: ["a.py"], gives: ["low"], checks: []), good[1]])),
            Flaw(rule: "P6", plan: Plan(stages: [good[0], stage("s2", files: ["b.py"], gives: ["report"], checks: ["visible_tests", "rm -rf /"])])),
            Flaw(rule: "P8", plan: Plan(stages: good, examplesTrace: [.init(example: "low( 1 )", predictedOutput: "[3, 2]")])),
        ])
    func flawed(_ flaw: Flaw) throws {
        let rules = try PlanChecks.problems(in: flaw.plan, for: brief()).map(\.rule)
        #expect(rules.contains(flaw.rule))
    }

    @Test(
        "a plan is read from JSON with prose around it, and nothing else is",
        arguments: [
            ("Sure!\n{\"stages\": []} done", true), ("{\"stages\": [{\"id\": 1}]}", false), ("no plan", false),
            ("}{", false), ("{\"stages\": \"x\"}", false),
        ])
    func parsing(_ text: String, _ works: Bool) {
        #expect((Plan.parse(text) != nil) == works)
    }
}

@Suite struct AnswerFileTests {
    private func one(prompt: String? = nil) -> TaskBrief {
        TaskBrief(
            id: "t", title: "t", statement: "", language: .python, deliverables: ["solution.py"],
            interface: [InterfaceSymbol(symbol: "f", signature: "def f(x)", file: "solution.py")], prompt: prompt)
    }

    @Test(
        "code is found in the forms models use",
        arguments: [
            "```python\ndef f(x):\n    return 1\n```", "Here:\n```\ndef f(x):\n    return 1\n```\nDone.",
            "def f(x):\n    return 1\n", "```python\ndef f(x):\n    return 1\n",
            "```python\nprint(1)\n```\n```python\ndef f(x):\n    return 1\n```",
        ])
    func forms(_ answer: String) {
        #expect(AnswerFiles.parse(answer, brief: one())["solution.py"]?.contains("def f(x):\n    return 1") == true)
    }

    @Test("an answer without code gives nothing")
    func none() { #expect(AnswerFiles.parse("I cannot do that.", brief: one()).isEmpty) }

    @Test("the prompt's imports and helpers are put back")
    func completed() {
        let prompt = "import math\n\ndef helper(a):\n    return a\n\ndef f(x):\n    \"\"\"doc\"\"\"\n"
        let text = AnswerFiles.parse("```python\ndef f(x):\n    return helper(x)\n```", brief: one(prompt: prompt))["solution.py"]
        #expect(text?.hasPrefix("import math") == true)
        #expect(text?.contains("def helper") == true)
    }

    @Test("only files of the task are taken from a many-file answer")
    func many() {
        let brief = TaskBrief(id: "t", title: "t", statement: "", language: .python, deliverables: ["a.py", "src/**"])
        let answer = """
            FILE: a.py
            ```python
            x = 1
            ```
            **src/b.py**
            ```python
            y = 2
            ```
            FILE: ../evil.py
            ```python
            z = 3
            ```
            FILE: conftest.py
            ```python
            z = 3
            ```
            """
        #expect(AnswerFiles.parse(answer, brief: brief).paths == ["a.py", "src/b.py"])
    }
}
