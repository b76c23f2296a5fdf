import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssaySuites

@Suite struct LoaderTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        var text: String
        var says: String
        var testDescription: String { says }
    }

    @Test(
        "bad suite lines are named by file, line and what is wrong",
        arguments: [
            Bad(text: "", says: "empty"),
            Bad(text: "{\"task_id\": \"a\"", says: ":1:16: not a JSON object"),
            Bad(text: "[1]\n", says: ":1: not a JSON object"),
            Bad(text: "{\"what\": 1}\n", says: ":1: not a known suite format"),
            Bad(text: "{\"entry_point\": \"f\", \"task_id\": \"a\"}\n", says: ":1: the key 'prompt' is missing"),
            Bad(text: "{\"entry_point\": 3, \"task_id\": \"a\", \"prompt\": \"\", \"test\": \"\"}\n", says: "'entry_point' must be a string"),
            Bad(text: "{\"entry_point\": \"f\", \"task_id\": \"a\", \"prompt\": \"\"}\n{\n", says: "'test' is missing; nor is any of the other 1 entries"),
        ])
    func badLines(_ bad: Bad) throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(bad.text.utf8).write(to: URL(filePath: folder + "/s.jsonl"))
        let error = #expect(throws: InputError.self) { try SuiteLoader.load(folder + "/s.jsonl") }
        #expect(error?.description.contains(bad.says) == true)
        #expect(error?.description.contains("s.jsonl") == true)
    }

    @Test("a missing suite is one clear line")
    func missing() {
        let error = #expect(throws: InputError.self) { try SuiteLoader.load("/nonexistent") }
        #expect(error?.description.contains("no such file") == true)
    }

    @Test(
        "every task of these suites is of three to five symbols, each asked for by a visible test, and its stub is there at the start",
        arguments: [("workshop", 7, 5), ("toolbox", 8, 4)])
    func modules(_ name: String, _ python: Int, _ swift: Int) throws {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/suites/" + name)
        #expect(suite.tasks.count { $0.brief.language == .python } == python && suite.tasks.count { $0.brief.language == .swift } == swift)
        for task in suite.tasks {
            let visible = task.brief.visibleTests.texts.values.joined()
            let names = task.brief.interface.map { $0.symbol.split(separator: ".").last.map(String.init) ?? "" }
            #expect((3...5).contains(task.brief.size ?? 0), "\(task.id): a type whose methods are listed is none of them")
            for (symbol, name) in zip(task.brief.interface, names) {
                #expect(visible.contains(name + "(") && task.stub[symbol.file]?.contains(name) == true, "\(task.id): \(name)")
            }
            #expect(task.stub.paths.allSatisfy { task.brief.start[$0] == task.stub[$0] && task.brief.mayDeliver($0) })
            #expect(!task.hidden.canaries.isEmpty && task.reference?.paths == task.stub.paths, "\(task.id)")
        }
    }

    @Test("the demo suite holds what it promises")
    func demo() throws {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/suites/demo")
        #expect(suite.tasks.count >= 12)
        #expect(suite.tasks.count { $0.brief.language == .swift } >= 4)
        var tags: Set<CheckTag> = []
        for task in suite.tasks {
            #expect(task.reference != nil)
            #expect(!task.hidden.canaries.isEmpty, "\(task.id) has no canary")
            for text in task.hidden.files.texts.values {
                for match in text.matches(of: /func(?:tion)? (\w+)|def (\w+)/) {
                    let name = String(match.1 ?? match.2 ?? "")
                    if let tag = CheckTag(testName: name) { tags.insert(tag) }
                }
            }
        }
        #expect(tags == Set(CheckTag.allCases))
    }

    @Test("hidden material is not part of what a model may see")
    func brief() throws {
        for task in try SuiteLoader.load(Places.root + "/fixtures/suites/demo").tasks {
            let visible =
                Array(task.brief.start.texts.values) + Array(task.brief.visibleTests.texts.values) + [task.brief.statement]
            for canary in task.hidden.canaries { #expect(!visible.contains { $0.contains(canary) }) }
        }
    }
}

@Suite struct IndentationTests {
    @Test(
        "the body of a function that is still to be written is indented as the prompt is",
        arguments: [
            ("def f(x):\n    \"\"\"D.\"\"\"\n", "    "), ("def f(x):\n\t\"\"\"D.\"\"\"\n", "\t"), ("def f(x):\n \"\"\"D.\n   more\n \"\"\"\n", " "),
            ("def f(x):\n        # D.\n", "        "), ("def f(x):\n", "    "), ("def f(\n    x,\n    y,\n):\n  \"\"\"D.\"\"\"\n", "  "),
            ("def f(x: dict[str, int]) -> int:\n\n\t\"\"\"D: e.\"\"\"\n", "\t"), ("def f (x):\n\t\"\"\"D.\"\"\"\n", "\t"),
            ("async  def f\t(x):\n  \"\"\"D.\"\"\"\n", "  "), ("def f2(x):\n  pass\ndef f(x):\n\tpass\n", "\t"),
            ("x = 1\n", "    "),
        ])
    func indentation(_ prompt: String, _ expected: String) {
        #expect(HumanEvalSuite.indentation(of: "f", in: prompt) == expected)
    }
}
