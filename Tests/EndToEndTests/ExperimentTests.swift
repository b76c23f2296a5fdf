import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import GRDB
import Testing

/// Experiments as a user plans, repeats and exports them.
@Suite struct ExperimentTests {
    @Test("a run is repeated from its record alone, and refused when the suite is not what it was")
    func rerun() async throws {
        let suite = try Additions(tasks: 3)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let path = try suite.experiment([("right", suite.knows), ("wrong", "[/bin/echo, nothing]")], stop: "fixed")
        let first = try await assay(["bench", path], in: suite.folder)
        #expect(first.status == 0 && first.err.contains("no seed reaches right, wrong"), "\(first.err)")
        let stored = try await DatabaseQueue(path: suite.folder + "/runs.db").read { db in try String.fetchAll(db, sql: "SELECT identity FROM arm") }
        for part in ["judged by python python", "Python 3.", "judged by isolation level", "judged by sandbox policies"] {
            #expect(stored.count == 2 && stored.allSatisfy { $0.contains(part) }, "\(part): \(stored)")
        }
        // What the file says now is no part of that run.
        try suite.write("seeds: many", "experiment.yaml")
        let again = try await assay(["rerun", "latest", "--store", "runs.db", "-q"], in: suite.folder)
        #expect(again.status == 0 && again.out.contains("right-arm: 3 of 3 attempts have the same verdict"), "\(again.out) \(again.err)")
        let runs = try await assay(["list", "--store", "runs.db", "--json"], in: suite.folder)
        #expect(runs.status == 0 && runs.out.ranges(of: "\"done\"").count == 2, "\(runs.out)")
        let text = try String(contentsOfFile: suite.folder + "/suite.jsonl", encoding: .utf8)
        try suite.write(text.replacing("(-5)", with: "(-6)"), "suite.jsonl")
        let changed = try await assay(["rerun", "latest", "--store", "runs.db", "-q"], in: suite.folder)
        #expect(changed.status == 4 && changed.err.contains("is not the suite that was run"), "\(changed.err)")
    }

    @Test("how much of a run is done at once changes nothing: the same verdicts, tokens and events, and a sound audit log")
    func atOnce() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var seen: [[String]] = []
        for jobs in ["1", "2", "8"] {
            let store = "\(folder)/\(jobs).db"
            let ran = try await assay([
                "bench", "benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--limit", "5", "-j", jobs, "--store", store, "-q",
                "-o", "\(folder)/\(jobs).md",
            ])
            #expect(ran.status == 0 && ran.err.isEmpty, "with -q nothing but results is told: \(ran.err)")
            let database = try DatabaseQueue(path: store)
            seen.append(
                try await database.read { db in
                    let attempts = try String.fetchAll(
                        db,
                        sql: """
                            SELECT json_array(arm, task, seed, verdict, tier, visible_passed, rounds, calls, prompt_tokens, completion_tokens)
                            FROM attempt_summary ORDER BY arm, task, seed
                            """)
                    let events = try String.fetchAll(
                        db, sql: "SELECT cell || ' ' || group_concat(kind) FROM (SELECT * FROM audit ORDER BY id) GROUP BY cell ORDER BY cell")
                    return attempts + events
                })
            let audited = try await assay(["reverify", "latest", "--store", store, "-j", "2", "-q"])
            #expect(audited.status == 0, "\(audited.out) \(audited.err)")
        }
        #expect(seen[0].count > 20 && seen[0] == seen[1] && seen[0] == seen[2])
        let refused = try await assay(["bench", "benchmarks/experiments/demo.yaml", "-j", "0"])
        #expect(refused.status == 64 && refused.err.contains("--jobs is 1 to 256"), "\(refused.err)")
    }

    @Test("a verification that is repeated and comes out otherwise is flaky, and counted")
    func flaky() async throws {
        let suite = try Additions(tasks: 1)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        try suite.write(
            """
            print("```python\\nimport random\\ndef add_0(n):\\n    return n + random.SystemRandom().choice([0, 0, 0, 0, 1])\\n```")
            """, "lucky.py")
        let path = try suite.experiment([("lucky", "[python3, \(suite.folder)/lucky.py]")], stop: "fixed")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try suite.write(text + "verify: {rerun: 40}\n", "experiment.yaml")
        let ran = try await assay(["bench", path, "-q"], in: suite.folder)
        // Right twice over with 0.64, so 41 times in a row alike hardly ever.
        #expect(ran.status == 0 && ran.out.contains("1/1 = 100.0 %") && ran.out.contains("flaky"), "\(ran.out) \(ran.err)")
        let csv = try await assay(["report", "latest", "--store", "runs.db", "--format", "csv"], in: suite.folder)
        #expect(csv.status == 0 && csv.out.contains("lucky-arm,flaky"), "\(csv.out)")
    }

    @Test("before it starts an experiment says what it can show and what it takes, by attempts of the same arms where there are some")
    func plan() async throws {
        let suite = try Additions(tasks: 8)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let path = try suite.experiment([("right", suite.knows)], stop: "fixed")
        let before = try await assay(["bench", path, "--plan"], in: suite.folder)
        #expect(before.status == 0 && before.err.contains("at most 320000 tokens by the budgets of right-arm"), "\(before.err)")
        #expect(try await assay(["bench", path, "-q"], in: suite.folder).status == 0)
        let after = try await assay(["bench", path, "--plan"], in: suite.folder)
        #expect(after.status == 0 && after.err.contains("by 8 attempts of the same arms before"), "\(after.err)")
        #expect(!FileManager.default.fileExists(atPath: suite.folder + "/.assay"), "a plan stores nothing")
    }

    @Test("a matrix multiplies arms by models in the roles that they have, but lets none review itself; ablation takes phases away")
    func arms() async throws {
        let suite = try Additions(tasks: 6)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let base = """
            suite: suite.jsonl
            models: {a: {provider: command, command: [/bin/true]}, b: {provider: command, command: [/bin/true]}, c: {provider: command, command: [/bin/true]}}
            roles: {analyst: a, planner: a, implementer: a, reviewer: b, fixer: a}
            arms: {one: {pipeline: {kind: single-pass}}, multi: {pipeline: {kind: multi-step, review: true, critique: true}}}

            """
        try suite.write(base + "matrix: {implementer: [a, b], reviewer: [b, c]}\n", "matrix.yaml")
        let matrix = try await assay(["bench", "matrix.yaml", "--plan"], in: suite.folder)
        // Two of single-pass; of multi-step not the one in which b reviews b.
        #expect(matrix.status == 0 && matrix.err.contains("5 arms × 6 tasks"), "\(matrix.err)")
        #expect(matrix.err.contains("multi,implementer=b,reviewer=c") && !matrix.err.contains("implementer=b,reviewer=b"), "\(matrix.err)")
        try suite.write(base, "base.yaml")
        let ablated = try await assay(["bench", "base.yaml", "--ablate", "multi", "--plan"], in: suite.folder)
        #expect(ablated.status == 0 && ablated.err.contains("6 arms × 6 tasks") && ablated.err.contains("multi-without-critique"), "\(ablated.err)")
        let refused = try await assay(["bench", "base.yaml", "--ablate", "one", "--plan"], in: suite.folder)
        #expect(refused.status == 78 && refused.err.contains("has no phases to take away"), "\(refused.err)")
        try suite.write(base + "ablate: two\n", "base.yaml")
        let unknown = try await assay(["bench", "base.yaml", "--plan"], in: suite.folder)
        #expect(unknown.status == 78 && unknown.err.contains("there are one, multi"), "\(unknown.err)")
    }

    @Test("two arms of a run that was stopped are compared by the gate that stopped it, with what was found beside each flip")
    func compared() async throws {
        let suite = try Additions(tasks: 14)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let path = try suite.experiment([("right", suite.knows), ("wrong", "[/bin/echo, \"```python\\ndef add_1(n): return 0\\n```\"]")])
        let ran = try await assay(["bench", path, "-j", "1", "-q"], in: suite.folder)
        #expect(ran.status == 0, "\(ran.err)")
        let said = try await assay(["compare", "runs.db#latest/right-arm", "runs.db#latest/wrong-arm"], in: suite.folder)
        #expect(said.status == 1 && said.out.contains("stopped after 8 pairs") && said.out.contains(", because "), "\(said.out) \(said.err)")
        let csv = try await assay(["report", "latest", "--store", "runs.db", "--format", "csv"], in: suite.folder)
        #expect(csv.status == 0 && csv.out.split(whereSeparator: \.isNewline).count == 17, "\(csv.out)")
        let unnamed = try await assay(["report", "latest", "--store", "runs.db", "--format", "inspect"], in: suite.folder)
        #expect(unnamed.status == 65 && unnamed.err.contains("say which arm"), "\(unnamed.err)")
        let merged = try await assay(["merge", "runs.db", "runs.db", "-o", "all.db"], in: suite.folder)
        #expect(merged.status == 0 && merged.out.contains("1 runs, 28 attempts"), "\(merged.out) \(merged.err)")
        let twice = try await assay(["merge", "runs.db", "-o", "all.db"], in: suite.folder)
        #expect(twice.status == 73 && twice.err.contains("is there already"), "\(twice.err)")
    }

    @Test("two processes never execute one run at a time, and nothing is paid for twice")
    func twoProcesses() async throws {
        let suite = try Additions(tasks: 5)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        try suite.write(
            """
            import os, re, sys, time
            number = re.search(r"def add_(\\d+)", sys.stdin.read()).group(1)
            open("\(suite.folder)/paid", "a").write(number + "\\n")
            began = time.monotonic()
            while not os.path.exists("\(suite.folder)/released") and time.monotonic() < began + 60: time.sleep(0.05)
            print(f"```python\\ndef add_{number}(n):\\n    return n + {number}\\n```")
            """, "slow.py")
        let path = try suite.experiment([("slow", "[python3, \(suite.folder)/slow.py]")], stop: "fixed")
        let folder = suite.folder
        async let first = assay(["bench", path], in: folder)
        // The first has planned its run once it has asked its first question.
        while !FileManager.default.fileExists(atPath: folder + "/paid") { try await Task.sleep(for: .milliseconds(20)) }
        let second = try await assay(["bench", path], in: folder)
        try suite.write("", "released")
        let ended = try await first
        #expect(ended.status == 0, "\(ended.err)")
        #expect(second.status == 3 && second.err.contains("is being executed by another process ("), "\(second.err)")
        let paid = try String(contentsOfFile: folder + "/paid", encoding: .utf8).split(separator: "\n")
        #expect(paid.count == 5 && Set(paid).count == 5)
        #expect(try await assay(["bench", path, "-q"], in: folder).status == 0, "once it has ended the run can be shown again")
    }

    @Test("several arms are held against the first as a family")
    func family() async throws {
        let suite = try Additions(tasks: 7)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let path = try suite.experiment([("right", suite.knows), ("wrong", "[/bin/echo, nothing]"), ("lazy", "[/bin/echo, none]")], stop: "fixed")
        let ran = try await assay(["bench", path, "-q"], in: suite.folder)
        // Each has p = 2/2^7; of two the smaller is doubled.
        #expect(ran.status == 0 && ran.out.ranges(of: "p = 0.0156").count == 2, "\(ran.out)")
        #expect(ran.out.ranges(of: "after Holm's correction").count == 2 && ran.out.contains("; 0.031"), "\(ran.out)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try suite.write(text + "primary_metric: tokens\n", "experiment.yaml")
        let refused = try await assay(["bench", path], in: suite.folder)
        #expect(refused.status == 78 && refused.err.contains("the primary metric is solve_rate"), "\(refused.err)")
    }
}
