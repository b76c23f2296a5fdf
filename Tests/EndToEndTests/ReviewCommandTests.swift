import AssayCore
import AssayTestSupport
import FoundationEssentials
import Testing

/// `assay review` on answers whose truth is known, with models that always say the same.
@Suite struct ReviewCommandTests {
    private static let prompt = "def double(n):\n    \"\"\"Doubles a number.\n    >>> double(2)\n    4\n    \"\"\"\n"

    private func folder(reviewer: String) throws -> String {
        let folder = try Places.temporary()
        func write(_ rows: [[String: String]], _ name: String) throws {
            let lines = try rows.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        let test = "def check(candidate):\n    assert candidate(2) == 4\n    assert candidate(3) == 6\n"
        try write([["task_id": "T/0", "prompt": Self.prompt, "entry_point": "double", "test": test]], "suite.jsonl")
        try write(
            ["return 2 * n", "return n + 2", "return n", "return n + n"].map { ["task_id": "T/0", "completion": "    \($0)\n"] }, "samples.jsonl")
        let config = """
            version: 1
            models:
              r: {provider: command, command: [/bin/echo, '\(reviewer)']}
              a: {provider: command, command: [/bin/echo, 'ANSWER: 6']}
            pipeline: {kind: multi-step, review: true}
            roles: {analyst: a, planner: a, implementer: a, reviewer: r, fixer: a}
            """
        try Data(config.utf8).write(to: URL(filePath: folder + "/assay.yaml"))
        return folder
    }

    @Test("a claim that is confirmed by running it finds what is wrong; any claim would also accuse what is right")
    func claims() async throws {
        let folder = try folder(reviewer: #"{"findings": [{"claim": "three", "call": "double(3)", "expected": "6"}]}"#)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(["review", "samples.jsonl", "--suite", "suite.jsonl", "-o", "out.jsonl"], in: folder)
        #expect(ran.status == 1, "\(ran.err)")
        #expect(ran.out.contains("1 wrong and 2 right answers; 1 fail the visible checks"), "\(ran.out)")
        let rows = ran.out.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") }
        #expect(rows.contains { $0.hasPrefix("a confirmed claim 1 of 1 100.0 %") && $0.contains("0 of 2 0.0 %") }, "\(ran.out)")
        #expect(rows.contains { $0.hasPrefix("any claim 1 of 1 100.0 %") && $0.contains("2 of 2 100.0 %") }, "\(ran.out)")
        let written = try String(contentsOfFile: folder + "/out.jsonl", encoding: .utf8).split(separator: "\n")
        #expect(written.count == 3 && written.count { $0.contains(#""status":"confirmed""#) } == 1)
        let one = try await assay(["review", "samples.jsonl", "--suite", "suite.jsonl", "--each", "1", "-q", "--json"], in: folder)
        #expect(one.status == 1 && one.out.contains("\"right\" : 1") && one.out.contains("\"wrong\" : 1"), "\(one.out)")
    }

    @Test("a reviewer that finds nothing accuses nobody")
    func nothing() async throws {
        let folder = try folder(reviewer: #"{"findings": []}"#)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(["review", "samples.jsonl", "--suite", "suite.jsonl"], in: folder)
        #expect(ran.status == 0 && ran.out.contains("claims: none"), "\(ran.out) \(ran.err)")
        let one = try await assay(["review", "samples.jsonl", "--suite", "suite.jsonl", "--each", "1", "-q"], in: folder)
        #expect(one.status == 0, "\(one.err)")
    }

    @Test(
        "bad input is one line that says what is wrong",
        arguments: [
            (["gone.jsonl", "--suite", "suite.jsonl"], Int32(66), "gone.jsonl"),
            (["samples.jsonl", "--suite", "suite.jsonl", "--arm", "other"], 78, "other"),
        ])
    func bad(_ words: [String], _ status: Int32, _ says: String) async throws {
        let folder = try folder(reviewer: #"{"findings": []}"#)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let failed = try await assay(["review"] + words, in: folder)
        #expect(failed.status == status && failed.err.contains(says), "\(failed.status ?? -1) \(failed.err)")
        #expect(failed.err.split(separator: "\n").count == 1, "\(failed.err)")
    }

    @Test("less than one sample of a task is a wrong use of the command")
    func each() async throws {
        let folder = try folder(reviewer: #"{"findings": []}"#)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let refused = try await assay(["review", "samples.jsonl", "--suite", "suite.jsonl", "--each", "0"], in: folder)
        #expect(refused.status == 64 && refused.err.contains("--each is at least 1"), "\(refused.err)")
    }
}
