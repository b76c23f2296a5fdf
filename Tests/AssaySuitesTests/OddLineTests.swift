import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssaySuites

/// A file of a test's own, removed when the body has ended.
private func withFile<Value>(_ name: String, _ text: String, _ body: (String) throws -> Value) throws -> Value {
    let folder = try Places.temporary()
    defer { ScratchFolder.remove(folder) }
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    return try body("\(folder)/\(name)")
}

@Suite struct OddLineTests {
    /// One problem of each format, in our own words.
    static let problems: [String] = [
        #"{"task_id":"O/0","prompt":"def f(x):\n    \"\"\"F.\"\"\"\n","entry_point":"f","canonical_solution":"    return x\n","test":"def check(candidate):\n    assert candidate(1) == 1\n"}"#,
        #"{"task_id":1,"text":"Return x.","code":"def f(x):\n    return x\n","test_list":["assert f(1) == 1"]}"#,
        #"{"task_id":"O/0","prompt":"def f(x):\n","entry_point":"f","canonical_solution":"    return x\n","base_input":[[1]],"plus_input":[[1.0]],"atol":0}"#,
        #"{"task_id":"CPP/0","prompt":"int f() {\n","declaration":"int f();","example_test":"","canonical_solution":"return 1;}\n","test":"int main() {}"}"#,
        #"{"name":"o","language":"swift","prompt":"func f() {\n","tests":"}\nf()\n"}"#,
        #"{"name":"o","buggy":"x = 1\n","correct":"x = 2\n","pytest":"def test_x():\n    assert True\n"}"#,
        #"{"slug":"o","language":"python","files":{"o.py":"","o_test.py":"x"},"solution_paths":["o.py"],"test_paths":["o_test.py"],"example":{"e.py":"x = 1\n"}}"#,
    ]
    private static let odd = ["{\"task_id\": \"a\"", "[1]", "{\"what\": NaN}", "\u{FFFE}"]

    @Test("an odd line of a suite is told with its place, and the tasks of the others are what they were", arguments: problems)
    func lines(_ problem: String) throws {
        let alone = try withFile("s.jsonl", problem + "\n", SuiteLoader.load)
        #expect(alone.tasks.count == 1 && alone.malformed.isEmpty)
        let text = "\u{FEFF}" + Self.odd[0] + "\r\n" + Self.odd[1] + "\r\n\r\n" + problem + "\r\n" + Self.odd[2] + "\n" + problem + "\n" + Self.odd[3]
        let suite = try withFile("s.jsonl", text, SuiteLoader.load)
        #expect(suite.tasks.map(\.digest) == alone.tasks.map(\.digest) && suite.digest == alone.digest)
        let told = suite.malformed.map { String("\($0)".trimmingPrefix(/.*?(?=s\.jsonl)/)) }
        #expect(told.count == 5, "\(told)")
        for (line, number) in zip(told, [1, 2, 5, 6, 7]) { #expect(line.hasPrefix("s.jsonl:\(number)"), "\(line)") }
        #expect(told[0].hasPrefix("s.jsonl:1:17: not a JSON object: "), "\(told[0])")
        #expect(told[3].contains("occurs twice"))
    }

    @Test("a suite that is one JSON list has the same tasks, item by item", arguments: problems)
    func list(_ problem: String) throws {
        let suite = try withFile("s.json", "[ 1,\n\(problem),\n{} ]", SuiteLoader.load)
        #expect(suite.tasks.map(\.id) == (try withFile("s.jsonl", problem, SuiteLoader.load)).tasks.map(\.id))
        #expect(suite.malformed.count == 2 && suite.malformed.first?.place.hasSuffix("s.json item 1") == true, "\(suite.malformed)")
        let error = #expect(throws: InputError.self) { try withFile("s.json", "[\(problem),\n  1 2]", SuiteLoader.load) }
        #expect(error?.description.contains("s.json:2:5: not JSON: a ',' or ']'") == true, "\(String(describing: error))")
    }

    @Test("one problem of its own file is a suite")
    func single() throws {
        #expect(try withFile("s.json", Self.problems[4], SuiteLoader.load).tasks.map(\.id) == ["o"])
    }

    @Test("JSON Lines in a file whose name ends in .json are JSON Lines, odd ones or not", arguments: ["", "[1]\n", "{\"task_id\": 1 2}\n", "x\n"])
    func linesByAnotherName(_ odd: String) throws {
        let suite = try withFile("s.json", odd + Self.problems[4] + "\r\n" + Self.problems[4].replacing("\"o\"", with: "\"p\"") + "\n", SuiteLoader.load)
        #expect(suite.tasks.map(\.id) == ["o", "p"] && suite.malformed.count == (odd.isEmpty ? 0 : 1), "\(suite.malformed)")
    }

    @Test(
        "a task that cannot be judged is there, with its reason",
        arguments: [
            (#"{"task_id":1,"text":"Return x.","code":"f = len\n","test_list":["assert f([]) == 0"]}"#, "calls no function that 'code' defines"),
            (#"{"task_id":1,"text":"Return x.","code":"def f(): pass\n","test_list":[]}"#, "calls no function"),
        ])
    func unjudgeable(_ line: String, _ reason: String) throws {
        let suite = try withFile("s.jsonl", line, SuiteLoader.load)
        #expect(suite.malformed.isEmpty)
        var said: String?
        if case .unjudgeable(let reason)? = suite.tasks.first?.form { said = reason }
        #expect(said?.contains(reason) == true, "\(suite.tasks)")
    }

    @Test("blanks before the parenthesis do not hide how the body is indented")
    func blanks() {
        #expect(HumanEvalSuite.indentation(of: "f", in: "def f (x):\n\t\"\"\"D.\"\"\"\n") == "\t")
        #expect(HumanEvalSuite.indentation(of: "f", in: "def f(x):\n  pass\ndef fg(x):\n\tpass\n") == "  ")
    }
}

@Suite struct LineEndTests {
    /// A folder with the files' texts as Windows writes them: a byte order mark and CRLF; or as they are.
    private func folder(_ files: [String: String], windows: Bool) throws -> String {
        let folder = try Places.temporary()
        for (path, text) in files {
            let full = "\(folder)/\(path)"
            try FileManager.default.createDirectory(atPath: full.parentFolder, withIntermediateDirectories: true)
            try Data((windows ? "\u{FEFF}" + text.replacing("\n", with: "\r\n") : text).utf8).write(to: URL(filePath: full))
        }
        return folder
    }

    private static let harbor = [
        "t/instruction.md": "Count\nthe lines.\n", "t/task.toml": "version = \"1.0\"\n[verifier]\ntimeout_sec = 7\n",
        "t/environment/Dockerfile": "FROM x\nWORKDIR /work\nCOPY a.txt .\n", "t/environment/a.txt": "", "t/tests/test.sh": "if true\nthen echo 1\nfi\n",
    ]
    private static let native = [
        "t/task.yaml":
            "title: T\nlanguage: python\ndeliverables: [s.py]\ninterface:\n  - {symbol: f, signature: f(x), file: s.py, parameters: [int], returns: int}\n",
        "t/statement.md": "Return\nx.\n", "t/hidden/cases.jsonl": "{\"arguments\": [1], \"returns\": 1}\n\n{\"arguments\": [2], \"returns\": 2}\n",
    ]

    @Test("a task folder written on Windows is the task that it is elsewhere", arguments: [harbor, native])
    func folders(_ files: [String: String]) throws {
        let tasks = try [false, true].map { windows in
            let folder = try folder(files, windows: windows)
            defer { ScratchFolder.remove(folder) }
            return try #require(try SuiteLoader.load(folder).tasks.first)
        }
        #expect(tasks[0].brief.statement == tasks[1].brief.statement && tasks[0].form == tasks[1].form)
        #expect(tasks[0].hidden.cases == tasks[1].hidden.cases)
        #expect(tasks[0].hidden.files["test.sh"] == tasks[1].hidden.files["test.sh"])
    }

    @Test("a Harbor task that needs an image is the same task wherever its folder lies")
    func moved() throws {
        var files = Self.harbor
        files["t/environment/Dockerfile"] = "FROM x\nRUN make\n"
        let tasks = try (0..<2).map { _ in
            let folder = try folder(files, windows: false)
            defer { ScratchFolder.remove(folder) }
            return try #require(try SuiteLoader.load(folder).tasks.first)
        }
        #expect(tasks[0].digest == tasks[1].digest)
        #expect(tasks[0].form == .unjudgeable(reason: "environment/Dockerfile:2: 'RUN make' runs 'make', and nothing is run here"))
    }

    @Test(
        "a task folder with an odd case or manifest is left out and told, and the others are there",
        arguments: [
            ("hidden/cases.jsonl", "{\"arguments\": [1], \"returns\": 1}\r\n{\"arguments\": [1 2]}\r\n", "cases.jsonl:2:18: "),
            ("hidden/cases.jsonl", "{\"returns\": 1}\n", "cases.jsonl:1: is no case"), ("task.yaml", "title: [", "task.yaml"), ("statement.md", "\u{0}", ""),
        ])
    func oddFolder(_ path: String, _ text: String, _ told: String) throws {
        let folder = try folder(Self.native, windows: false)
        defer { ScratchFolder.remove(folder) }
        try FileManager.default.copyItem(atPath: folder + "/t", toPath: folder + "/a")
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/a/\(path)"))
        let suite = try SuiteLoader.load(folder)
        #expect(suite.tasks.map(\.id) == (told.isEmpty ? ["a", "t"] : ["t"]))
        #expect(suite.malformed.count == (told.isEmpty ? 0 : 1))
        if let error = suite.malformed.first { #expect(error.description.contains(told), "\(error)") }
    }
}
