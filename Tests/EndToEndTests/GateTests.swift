import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// Additions of which a command knows all and another none.
struct Additions {
    let folder: String

    init(tasks: Int) throws {
        folder = try Places.temporary()
        let lines = try (0..<tasks).map { number in
            try JSON.line([
                "task_id": "Add/\(number)", "entry_point": "add_\(number)",
                "prompt": "def add_\(number)(n):\n    \"\"\"Adds \(number) to n.\"\"\"\n",
                "test": "def check(candidate):\n    assert candidate(1) == \(number + 1)\n    assert candidate(-5) == \(number - 5)\n",
            ])
        }
        try write(lines.joined(separator: "\n") + "\n", "suite.jsonl")
        try write(
            """
            import re, sys
            number = re.search(r"def add_(\\d+)", sys.stdin.read()).group(1)
            print(f"```python\\ndef add_{number}(n):\\n    return n + {number}\\n```")
            """, "knows.py")
    }

    func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }

    /// An experiment whose arms answer by these commands, the baseline first.
    func experiment(_ arms: [(name: String, command: String)], stop: String = "sequential") throws -> String {
        var text = "version: 1\nname: additions\nsuite: suite.jsonl\nstop: \(stop)\nstore: runs.db\npipeline: {kind: single-pass}\nmodels:\n"
        for arm in arms { text += "  \(arm.name): {provider: command, command: \(arm.command)}\n" }
        text += "arms:\n"
        for arm in arms { text += "  \(arm.name)-arm: {roles: {implementer: \(arm.name)}}\n" }
        try write(text, "experiment.yaml")
        return folder + "/experiment.yaml"
    }

    var knows: String { "[python3, \(folder)/knows.py]" }
}

@Suite struct GateTests {
    @Test("a run that may stop early ends when a regression is clear, and stays so when it is given again")
    func stops() async throws {
        let suite = try Additions(tasks: 14)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let path = try suite.experiment([("right", suite.knows), ("wrong", "[/bin/echo, nothing]")])
        let ran = try await assay(["bench", path, "-j", "1"], in: suite.folder)
        #expect(ran.status == 0 && ran.err.contains("stopped: the evidence for a regression is enough"), "\(ran.err)")
        #expect(ran.out.contains("regressed") && ran.out.contains("stopped after 8 pairs"), "\(ran.out)")
        #expect(ran.err.split(separator: "\n").count { $0.contains("· Add/") } == 16)
        let again = try await assay(["bench", path, "--json"], in: suite.folder)
        #expect(again.err.contains("has done all of this already") && !again.err.contains("· Add/"), "\(again.err)")
        #expect(again.out.contains("\"stopped\" : true") && again.out.contains("\"pairs\" : 8"), "\(again.out)")
    }

    @Test("arms that are alike are run to the end")
    func alike() async throws {
        let suite = try Additions(tasks: 8)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let path = try suite.experiment([("one", suite.knows), ("two", suite.knows)])
        let ran = try await assay(["bench", path], in: suite.folder)
        #expect(ran.status == 0 && ran.out.contains("inconclusive") && ran.err.split(separator: "\n").count { $0.contains("· Add/") } == 16, "\(ran.err)")
    }

    @Test("more than two arms cannot stop early")
    func three() async throws {
        let suite = try Additions(tasks: 2)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let path = try suite.experiment([("one", suite.knows), ("two", suite.knows), ("three", suite.knows)])
        let ran = try await assay(["bench", path, "--plan"], in: suite.folder)
        #expect(ran.status == 78 && ran.err.contains("compares two arms"), "\(ran.err)")
    }

    /// Results of 40 tasks, of which those in `failing` failed.
    private func results(_ failing: Range<Int>) throws -> String {
        try (0..<40).map { task in
            try JSON.line([
                "task_id": "T/\(task)", "verdict": failing.contains(task) ? "failed" : "passed", "tier": "A-", "suite_digest": "d",
            ])
        }.joined(separator: "\n") + "\n"
    }

    @Test(
        "what a gate asks decides the exit code",
        arguments: [
            ([0..<8], "difference", "0.05", 1, "regressed"), ([0..<8], "non-inferior", "0.05", 1, "inferior: a loss of 5.0 % or more is shown"),
            ([0..<2], "non-inferior", "0.2", 0, "non-inferior: a loss of 20.0 % or more is ruled out"),
            ([0..<2], "non-inferior", "0.05", 2, "not shown to be non-inferior"), ([0..<2], "difference", "0.05", 2, "inconclusive"),
            // Six losses of forty are p = 0.031: enough for one candidate, not for the smallest of three.
            ([0..<6], "difference", "0.05", 1, "regressed"), ([0..<6, 0..<2, 0..<1], "difference", "0.05", 2, "after Holm's correction"),
            ([0..<9, 0..<2, 0..<1], "difference", "0.05", 1, "regressed"),
            // Forty tasks without a difference say 7.2 points at most.
            ([0..<0], "non-inferior", "0.05", 2, "59 tasks without a difference would be equivalent"), ([0..<0], "difference", "0.08", 0, "equivalent"),
        ] as [([Range<Int>], String, String, Int32, String)])
    func gate(_ candidates: [Range<Int>], _ gate: String, _ margin: String, _ status: Int32, _ words: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var names: [String] = []
        for (index, failing) in ([0..<0] + candidates).enumerated() {
            names.append("\(index).results.jsonl")
            try Data(results(failing).utf8).write(to: URL(filePath: "\(folder)/\(index).results.jsonl"))
        }
        let ran = try await assay(["compare"] + names + ["--gate", gate, "--margin", margin], in: folder)
        #expect(ran.status == status && ran.out.contains(words), "\(ran.out) \(ran.err)")
    }
}
