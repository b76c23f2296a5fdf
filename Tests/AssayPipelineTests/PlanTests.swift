import AssayCore
import AssaySupport
import Testing

@testable import AssayPipeline

private func brief() throws -> TaskBrief {
    TaskBrief(
        id: "t", title: "t", statement: "Names come in `alphabetical` order,\n  and nothing is lost.", language: .python,
        start: try FileTree(["a.py": "def total(x): pass\n"]), deliverables: ["a.py", "b.py"],
        interface: [
            InterfaceSymbol(symbol: "low", signature: "def low(x)", file: "a.py"),
            InterfaceSymbol(symbol: "report", signature: "def report(x)", file: "b.py"),
        ],
        examples: [Example(call: "low(1)", expected: "[2, 3]")])
}

private func stage(
    _ id: String, needs: [String] = [], files: [String], gives: [String] = [], uses: [String] = [],
    checks: [String] = ["visible_tests"], probes: [Plan.Probe]? = nil
) -> Plan.Stage {
    Plan.Stage(
        id: id, goal: "g", dependsOn: needs, files: files, provides: gives, requires: uses, checks: checks, probes: probes)
}

@Suite struct PlanCheckTests {
    private static let good = [
        stage("s1", files: ["a.py"], gives: ["low"], checks: ["build"]),
        stage("s2", needs: ["s1"], files: ["b.py"], gives: ["report"], uses: ["low"]),
    ]

    @Test("a sound plan passes")
    func sound() throws {
        let trace = [Plan.Trace(example: "low(1)", predictedOutput: "[2,3]")]
        let quotes = [Plan.Constraint(quote: "alphabetical order, and nothing", stage: "s2")]
        let changes = [Plan.Change(path: "a.py", action: .modify), Plan.Change(path: "b.py", action: .create)]
        let plan = Plan(stages: Self.good, examplesTrace: trace, constraints: quotes, changes: changes, imports: ["json"])
        #expect(try PlanChecks.problems(in: plan, for: brief(), tokens: (left: 2000, perStage: 900)).isEmpty)
    }

    @Test("what the project asks of every change may be quoted as a demand")
    func conventions() throws {
        var brief = try brief()
        let plan = Plan(stages: Self.good, constraints: [Plan.Constraint(quote: "whole cents; never floats", stage: "s2")])
        #expect(!PlanChecks.problems(in: plan, for: brief, tokens: (left: 2000, perStage: 900)).filter { $0.rule == "P7" }.isEmpty)
        brief.conventions = "\n\nAmounts are whole cents; never floats."
        #expect(PlanChecks.problems(in: plan, for: brief, tokens: (left: 2000, perStage: 900)).filter { $0.rule == "P7" }.isEmpty)
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
            Flaw(rule: "P3", plan: Plan(stages: good, changes: [.init(path: "a.py", action: .create)])),
            Flaw(rule: "P3", plan: Plan(stages: good, changes: [.init(path: "b.py", action: .modify)])),
            Flaw(rule: "P3", plan: Plan(stages: good, changes: [.init(path: "/etc/passwd", action: .create)])),
            Flaw(rule: "P4", plan: Plan(stages: [good[0], stage("s2", files: ["b.py"], gives: ["report(x, y)"])])),
            Flaw(rule: "P6", plan: Plan(stages: [good[0], stage("s2", files: ["b.py"], gives: ["report"], probes: [.init(call: "exit()", expected: "1")])])),
            Flaw(rule: "P7", plan: Plan(stages: good, constraints: [.init(quote: "names are sorted by length", stage: "s2")])),
            Flaw(rule: "P7", plan: Plan(stages: good, constraints: [.init(quote: "order", stage: "s2")])),
            Flaw(rule: "P7", plan: Plan(stages: good, constraints: [.init(quote: "nothing is lost", stage: "s9")])),
            Flaw(rule: "P10", plan: Plan(stages: [stage("s1", files: ["a.py"], gives: ["low"], probes: [.init(call: "low(1)", expected: "[9]")]), good[1]])),
            Flaw(rule: "P12", plan: Plan(stages: (1...8).map { stage("s\($0)", files: ["a.py"], gives: ["low"]) })),
            Flaw(rule: "W13", plan: Plan(stages: [stage("s1", files: ["a.py"], gives: ["low", "report"])], changes: [.init(path: "b.py", action: .create)])),
            Flaw(rule: "W14", plan: Plan(stages: [good[0], stage("s2", files: ["a.py", "b.py"], gives: ["report"])])),
            Flaw(rule: "P8", plan: Plan(stages: good, examplesTrace: [.init(example: "low( 1 )", predictedOutput: "[3, 2]")])),
        ])
    func flawed(_ flaw: Flaw) throws {
        let rules = try PlanChecks.problems(in: flaw.plan, for: brief()).map(\.rule)
        #expect(rules.contains(flaw.rule))
    }

    @Test("a folder that may be delivered is not one file", arguments: [(["a.py"], true), (["Sources/**"], false), (["a.py", "b.py"], false)])
    func oneFile(_ deliverables: [String], _ single: Bool) {
        let brief = TaskBrief(id: "t", title: "t", statement: "s", language: .python, deliverables: deliverables)
        #expect((brief.singleDeliverable != nil) == single)
    }

    @Test("a plan that would cost more than is left is refused")
    func tooDear() throws {
        let problems = try PlanChecks.problems(in: Plan(stages: Self.good), for: brief(), tokens: (left: 1000, perStage: 900))
        #expect(problems.map(\.rule) == ["P12"])
    }

    @Test("files that stages share in order are no conflict, and warnings do not block")
    func shared() throws {
        let plan = Plan(stages: [Self.good[0], stage("s2", needs: ["s1"], files: ["a.py", "b.py"], gives: ["report"])])
        #expect(try PlanChecks.problems(in: plan, for: brief()).isEmpty)
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
        #expect(AnswerFiles.whole(answer, brief: one(), base: FileTree()).files["solution.py"]?.contains("def f(x):\n    return 1") == true)
    }

    @Test("an answer without code gives nothing")
    func none() { #expect(AnswerFiles.whole("I cannot do that.", brief: one(), base: FileTree()).files.isEmpty) }

    @Test("the prompt's imports and helpers are put back")
    func completed() {
        let prompt = "import math\n\ndef helper(a):\n    return a\n\ndef f(x):\n    \"\"\"doc\"\"\"\n"
        let text = AnswerFiles.whole("```python\ndef f(x):\n    return helper(x)\n```", brief: one(prompt: prompt), base: FileTree()).files["solution.py"]
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
        #expect(AnswerFiles.whole(answer, brief: brief, base: FileTree()).files.paths == ["a.py", "src/b.py"])
    }
}
