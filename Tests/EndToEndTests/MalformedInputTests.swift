import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// Problems in HumanEval form, written here: each with its prompt, its body and the calls of its test.
private let problems: [(id: String, prompt: String, body: String, test: String)] = [
    ("tab", "\n\ndef twice (n):\n\t\"\"\"\n\tTwice n.\n\t\"\"\"\n", "\t \n\ti = n\n\treturn 2 * i", "assert candidate(3) == 6"),
    ("one-space", "def twice(n):\n \"\"\"Twice n.\"\"\"\n", " return 2 * n", "assert candidate(3) == 6"),
    ("eight", "def twice(n):\n        \"\"\"Twice n.\"\"\"\n", "        return 2 * n", "assert candidate(3) == 6"),
    ("broken-prompt", "def twice(n):\n\"\"\"\nTwice n.\n\"\"\"\n", " return 2 * n", "assert candidate(3) == 6"),
    ("broken-test", "def twice(n):\n    \"\"\"Twice n.\"\"\"\n", "    return 2 * n", "assert candidate(3) == = 6"),
    ("callback", "def twice(n):\n    \"\"\"Twice n.\"\"\"\n", "    return 2 * n", "assert candidate(lambda: 3) == 6"),
]

@Suite struct MalformedInputTests {
    /// Writes a suite with an odd line and a task without a check, and samples that are its references.
    private func suite(in folder: String) throws {
        var (suite, samples) = ("{\"task_id\": \"odd\" 1}\r\n", "")
        for problem in problems {
            suite +=
                try JSON.line([
                    "task_id": problem.id, "prompt": problem.prompt, "entry_point": "twice", "canonical_solution": problem.body,
                    "test": "def check(candidate):\n    \(problem.test)\n",
                ]) + "\r\n"
            samples += try JSON.line(["task_id": problem.id, "completion": problem.body]) + "\n"
        }
        suite += try JSON.line(["task_id": "no-check", "prompt": "def twice(n):\n", "entry_point": "twice", "test": "assert twice(1)"]) + "\n"
        samples += try JSON.line(["task_id": "no-check", "solution": "def twice(n): return n"]) + "\n"
        try Data(suite.utf8).write(to: URL(filePath: folder + "/suite.jsonl"))
        try Data(samples.utf8).write(to: URL(filePath: folder + "/samples.jsonl"))
    }

    @Test("tasks that cannot be judged and an odd line of the suite keep no other task from its verdict")
    func verify() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try suite(in: folder)
        let ran = try await assay(["verify", "samples.jsonl", "--suite", "suite.jsonl", "--no-cache", "-o", "r.jsonl"], in: folder)
        #expect(ran.status == 65, "\(ran.err)")
        #expect(ran.err.contains("suite.jsonl:1:19: not a JSON object: a ',' or '}' should be here"), "\(ran.err)")
        #expect(ran.err.contains("1 lines of the suite cannot be used and are left out"), "\(ran.err)")
        let rows = try String(contentsOfFile: folder + "/r.jsonl", encoding: .utf8).lines.map { try JSON.decode(JSONValue.self, String($0)) }
        let verdicts = Dictionary(rows.map { ($0["task_id"]?.text ?? "", $0["verdict"]?.text ?? "") }, uniquingKeysWith: { $1 })
        #expect(verdicts.filter { ["tab", "one-space", "eight"].contains($0.key) }.values.allSatisfy { $0 == "passed" }, "\(verdicts)")
        for task in ["broken-prompt", "broken-test", "no-check"] { #expect(verdicts[task] == "unjudgeable", "\(task): \(verdicts)") }
        #expect(["unjudgeable", "passed"].contains(verdicts["callback"]), "\(verdicts)")
    }

    @Test("an experiment on a suite with an odd line tells the line and runs the other tasks; it says nothing where tasks are named")
    func bench() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try suite(in: folder)
        let answer = "def twice(n):\n    return 2 * n\n"
        try Data(answer.utf8).write(to: URL(filePath: folder + "/answer"))
        func bench(_ tasks: String) async throws -> Ran {
            let text =
                "suite: suite.jsonl\n\(tasks)models:\n  m: {provider: command, command: [cat, \(folder)/answer]}\n"
                + "pipeline: {kind: single-pass}\nroles: {implementer: m}\n"
            try Data(text.utf8).write(to: URL(filePath: folder + "/e.yaml"))
            return try await assay(["bench", "e.yaml", "--store", folder + "/a.db", "-q", "-o", folder + "/r.md"], in: folder)
        }
        let all = try await bench("")
        #expect(all.status == 65 && all.err.contains("suite.jsonl:1:19: "), "\(all.err)")
        #expect(all.err.contains("1 lines of the suite cannot be used and are left out"), "\(all.err)")
        #expect(all.out.contains("3/7") || all.out.contains("4/7"), "\(all.out)")
        let named = try await bench("tasks: [tab]\n")
        #expect(named.status == 0 && !named.err.contains("malformed"), "\(named.err)")
    }

    @Test("an odd line of a cassette is told, the run is done, and the exit code says it")
    func cassette() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let recorded = try String(contentsOfFile: Places.root + "/fixtures/cassettes/demo.jsonl", encoding: .utf8)
        try Data(("{\"key\": 1\n" + recorded).utf8).write(to: URL(filePath: folder + "/c.jsonl"))
        let ran = try await assay([
            "bench", "benchmarks/experiments/demo.yaml", "--limit", "1", "--replay", folder + "/c.jsonl", "--store", folder + "/a.db",
        ])
        #expect(ran.status == 65 && ran.err.contains("c.jsonl:1:10: not a JSON object"), "\(ran.err)")
        #expect(ran.err.contains("report:   \(folder)/"), "\(ran.err)")
    }
}
