import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import GRDB
import Glibc
import Subprocess
import SystemPackage
import Testing

@Suite struct VerifyCommandTests {
    @Test("a project folder is verified and a failing one exits 1 with a report")
    func folder() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("def f():\n    return 1\n".utf8).write(to: URL(filePath: folder + "/m.py"))
        try Data("from m import f\n\ndef test_f():\n    assert f() == 2\n".utf8).write(to: URL(filePath: folder + "/test_m.py"))
        let bad = try await assay(["verify", folder, "--json"])
        #expect(bad.status == 1)
        let report = try JSON.decode(ReviewReport.self, bad.out)
        #expect(report.verdict == .failed)
        #expect(report.findings.contains { $0.path == "test_m.py" && $0.line == 4 })
        try Data("def f():\n    return 2\n".utf8).write(to: URL(filePath: folder + "/m.py"))
        let good = try await assay(["verify", folder])
        #expect(good.status == 0)
        #expect(good.out.contains("passed"))
    }

    @Test("samples are judged line by line and extra keys are kept")
    func samples() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let suite = try JSON.line([
            "task_id": "T/1", "entry_point": "f", "prompt": "def f(x):\n    \"\"\"Adds one.\"\"\"\n",
            "test": "def check(candidate):\n    assert candidate(1) == 2\n",
        ])
        try Data((suite + "\n").utf8).write(to: URL(filePath: folder + "/suite.jsonl"))
        let samples = [
            ["task_id": "T/1", "completion": "    return x + 1\n", "note": "kept"],
            ["task_id": "T/1", "solution": "def f(x): return x"],
        ]
        let lines = try samples.map { try JSON.line($0) }.joined(separator: "\n")
        try Data(lines.utf8).write(to: URL(filePath: folder + "/s.jsonl"))
        let ran = try await assay(["verify", "s.jsonl", "--suite", "suite.jsonl", "-q"], in: folder)
        #expect(ran.status == 1)
        let rows = try String(contentsOfFile: folder + "/.assay/results/s.results.jsonl", encoding: .utf8).split(separator: "\n")
        try #require(rows.count == 2)
        #expect(rows[0].contains("\"verdict\":\"passed\"") && rows[0].contains("\"note\":\"kept\""))
        #expect(rows[1].contains("\"failure\":\"assertion\"") && rows[1].contains("\"sample\":1"))
    }

    @Test("results keep the order of the samples, whose tasks alternate; a device is written, not replaced")
    func sampleOrder() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let tasks = try ["a", "b", "c"].map {
            try JSON.line([
                "task_id": $0, "entry_point": "f", "prompt": "def f(x):\n    \"\"\"Adds one.\"\"\"\n",
                "test": "def check(candidate):\n    assert candidate(1) == 2\n",
            ])
        }
        try Data(tasks.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/suite.jsonl"))
        let samples = try (0..<30).map {
            try JSON.line(["task_id": ["a", "b", "c"][$0 % 3], "completion": $0 % 7 == 0 ? "    return x\n" : "    return x + 1 # \($0)\n", "note": "\($0)"])
        }
        try Data(samples.joined(separator: "\n\n").utf8).write(to: URL(filePath: folder + "/s.jsonl"))
        let ran = try await assay(["verify", "s.jsonl", "--suite", "suite.jsonl", "-q"], in: folder)
        #expect(ran.status == 1 && ran.out.contains("25 of 30 samples solved"), "\(ran.err)")
        let rows = try String(contentsOfFile: folder + "/.assay/results/s.results.jsonl", encoding: .utf8).split(separator: "\n")
        try #require(rows.count == 30)
        for (place, row) in rows.enumerated() {
            #expect(row.contains("\"note\":\"\(place)\"") && row.contains("\"sample\":\(place / 3),"))
            #expect(row.contains(place % 7 == 0 ? "\"verdict\":\"failed\"" : "\"verdict\":\"passed\""))
        }
        let shown = try await assay(["verify", "s.jsonl", "--suite", "suite.jsonl", "-q", "-o", "/dev/stdout"], in: folder)
        #expect(shown.status == 1 && shown.out.split(separator: "\n").count { $0.hasPrefix("{") } == 30)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/dev/stdout") == "/proc/self/fd/1")
    }
}

@Suite(.serialized) struct BenchCommandTests {
    private static let replay = ["benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--limit", "3"]

    @Test("the recorded demo runs without a model, is stored and can be compared")
    func replayed() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = folder + "/a.db"
        let ran = try await assay(["bench"] + Self.replay + ["--store", store, "-o", folder + "/r.md"])
        #expect(ran.status == 0, "\(ran.err)")
        #expect(ran.err.contains("recording"))
        #expect(ran.out.contains("single-pass") && ran.out.contains("multi-step"))
        let twice = try await assay(["bench"] + Self.replay + ["--store", store, "-o", folder + "/r2.md"])
        #expect(twice.status == 0 && twice.err.contains("done all of this already"))
        let page = try String(contentsOfFile: folder + "/r.md", encoding: .utf8)
        #expect(page.contains("come from a recording") && page.contains("Repeat with"))
        let html = try await assay(["report", "latest", "--store", store, "-o", folder + "/r.html"])
        #expect(html.status == 0)
        #expect(try String(contentsOfFile: folder + "/r.html", encoding: .utf8).contains("bank-account"))
        let list = try await assay(["list", "--store", store])
        #expect(list.status == 0 && list.out.contains("6/6"), "\(list.out) \(list.err)")
        let show = try await assay(["show", "latest", "--task", "low-stock", "--arm", "multi-step", "--store", store])
        #expect(show.status == 0, "\(show.err)")
        for phase in ["implement", "analyze", "plan", "fix", "verify"] { #expect(show.out.contains(phase)) }
        let run = try #require(list.out.split(separator: "\n").last?.split(separator: " ").first)
        let compare = try await assay(["compare", "\(run)/single-pass", "\(run)/multi-step", "--store", store, "--json"])
        #expect(compare.status == 2)
        #expect(compare.out.contains("\"verdict\" : \"inconclusive\"") && compare.out.contains("\"mde\" : null"))
        let benched = try await assay(["bench"] + Self.replay + ["--store", store, "-o", folder + "/r3.md", "--json"])
        #expect(benched.out == compare.out, "\(benched.out)")

        let again = try await assay(["reverify", "latest", "--store", store, "-q"])
        #expect(again.status == 0, "\(again.out)\(again.err)")
        #expect(again.out.contains("6 verdicts repeated, 0 differences"))
        let database = try DatabaseQueue(path: store)
        try await database.write { try $0.execute(sql: "UPDATE attempt SET verdict = 'passed'") }
        let changed = try await assay(["reverify", "latest", "--store", store, "--log-only"])
        #expect(changed.status == 1)
        #expect(changed.out.contains("the verdict is 'passed', the log says"))
    }

    @Test("kill -9 loses no finished attempt, and the same command goes on with those that are left")
    func killed() async throws {
        let suite = try Additions(tasks: 5)
        let folder = suite.folder
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Whoever is asked first and second answers at once; all others wait until they are released.
        try suite.write(
            """
            import os, re, sys, time
            number = re.search(r"def add_(\\d+)", sys.stdin.read()).group(1)
            open("\(folder)/asked", "a").write(number + "\\n")
            def first(name):
                try: return os.write(os.open("\(folder)/" + name, os.O_CREAT | os.O_EXCL | os.O_WRONLY), number.encode()) > 0
                except FileExistsError: return False
            began = time.monotonic()
            if not first("one") and not first("two"):
                while not os.path.exists("\(folder)/released") and time.monotonic() < began + 60: time.sleep(0.05)
            print(f"```python\\ndef add_{number}(n):\\n    return n + {number}\\n```")
            """, "slow.py")
        let path = try suite.experiment([("slow", "[python3, \(folder)/slow.py]")], stop: "fixed")
        func done() async throws -> String { try await assay(["list", "--store", "runs.db"], in: folder).out }
        let ended = try await Subprocess.run(
            .path(FilePath(Places.products + "/assay")), arguments: ["bench", path], workingDirectory: FilePath(folder), input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            for _ in 0..<600 {
                if try await done().contains("2/5") { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            try execution.send(signal: .kill)
        }
        #expect(!ended.terminationStatus.isSuccess)
        #expect(try await done().contains("2/5"))
        try suite.write("", "released")
        let again = try await assay(["bench", path], in: folder)
        #expect(again.status == 0, "\(again.err)")
        #expect(again.err.contains("resuming run additions-") && again.err.contains(": 3 attempts to go"), "\(again.err)")
        #expect(try await done().contains("5/5"))
        // The two that were done are not asked again; those in flight may have been asked twice.
        let asked = try String(contentsOfFile: folder + "/asked", encoding: .utf8).split(separator: "\n").map(String.init)
        for name in ["one", "two"] {
            let number = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            #expect(asked.count { $0 == number } == 1, "\(asked)")
        }
        #expect(Set(asked).count == 5 && asked.count <= 8, "\(asked)")
    }

    @Test("a cassette that does not know the question is refused")
    func unknownQuestion() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data().write(to: URL(filePath: folder + "/empty.jsonl"))
        let ran = try await assay([
            "bench", "benchmarks/experiments/demo.yaml", "--replay", folder + "/empty.jsonl", "--store", folder + "/a.db",
        ])
        #expect(ran.status == 3)
        #expect(ran.err.contains("holds no answer"))
    }
}

@Suite struct SurvivalTests {
    /// Waits until something holds, as long as a busy machine needs; returns whether it does.
    private func comes(_ holds: () -> Bool) async throws -> Bool {
        for _ in 0..<2000 {
            if holds() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test("kill -9 of the command leaves nothing of its run alive")
    func killed() async throws {
        let mark = "42\(Int.random(in: 10_000...99_999))"
        func alive() -> Bool { !ProcessTable.processes { $0.starts(with: ["/bin/sleep", mark]) }.isEmpty }
        _ = try await Subprocess.run(
            .path(FilePath(Places.products + "/assay")),
            arguments: ["sandbox", "run", "--wall", "600", "--", "/bin/sleep", mark], input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            #expect(try await comes { alive() })
            try execution.send(signal: .kill)
        }
        #expect(try await comes { !alive() })
    }
}
