import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// Arms and settings as a user writes them, with commands for models.
@Suite struct ArmTests {
    private let folder: String
    init() throws { folder = try Places.temporary() }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    @Test("a command that works in a folder is an arm of its own: what it changes is the answer")
    func agent() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write(
            #"""
            import pathlib, sys
            assert "Do the task there" in sys.stdin.read() and pathlib.Path("test_visible.py").exists()
            path = pathlib.Path("shop/inventory.py")
            path.write_text(path.read_text() + """

            def low_stock(items, threshold):
                return sorted(n for n, c in items.items() if c < threshold)
            """)
            pathlib.Path("shop/report.py").write_text("""from shop.inventory import low_stock, total

            def stock_report(items, threshold=5):
                low = low_stock(items, threshold)
                return f"total: {total(items)}" + ("\\nlow: " + ", ".join(low) if low else "")
            """)
            pathlib.Path("test_visible.py").write_text("")
            pathlib.Path("conftest.py").symlink_to("/etc/passwd")
            """#, "agent.py")
        try write(
            "models: {m: {provider: command, command: [/usr/bin/python3, \(folder)/agent.py]}}\npipeline: {kind: agent}\nroles: {implementer: m}\n",
            "assay.yaml")
        let task = Places.root + "/fixtures/suites/demo/low-stock"
        let ran = try await assay(["solve", task, "--config", folder + "/assay.yaml"], in: folder)
        #expect(ran.status == 0, "\(ran.out) \(ran.err)")
        #expect(ran.err.contains("dropped: test_visible.py (not deliverable)"), "\(ran.err)")
        try write("models: {m: {provider: gemini, model: x}}\npipeline: {kind: agent}\nroles: {implementer: m}\n", "assay.yaml")
        let refused = try await assay(["solve", task, "--config", folder + "/assay.yaml"], in: folder)
        #expect(refused.status == 78 && refused.err.contains("provider: command"), "\(refused.err)")
    }

    @Test("an experiment tells what it cost, and show walks through one task with the changes between rounds")
    func costs() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Answers wrongly first, and otherwise once it is told what failed.
        try write(
            #"""
            import sys
            asked = sys.stdin.read()
            body = "return str(number)" if "failed these checks" in asked else "return number"
            print(f"```python\ndef to_roman(number):\n    {body}\n```")
            """#, "model.py")
        try write(
            """
            suite: \(Places.root)/fixtures/suites/demo
            tasks: [roman-numerals]
            models:
              m: {provider: command, command: [/usr/bin/python3, \(folder)/model.py]}
              other: {provider: command, command: [/usr/bin/python3, \(folder)/model.py]}
            roles: {analyst: m, planner: m, implementer: m, reviewer: other, fixer: m}
            prices: {version: 2026-11-24, models: {m: {input: 1000, output: 2000}}}
            arms:
              one: {pipeline: {kind: single-pass}}
              many: {pipeline: {kind: multi-step, begin: answer, analyze: false, max_fix_rounds: 2}}

            """, "e.yaml")
        let bench = try await assay(["bench", folder + "/e.yaml", "--store", folder + "/a.db", "-q"], in: folder)
        #expect(bench.status == 0, "\(bench.err)")
        #expect(bench.out.contains("cost (USD, prices of 2026-11-24)") && bench.out.contains("cost/solved"), "\(bench.out)")
        let show = try await assay(["show", "latest/roman-numerals", "--arm", "many", "--store", folder + "/a.db"], in: folder)
        #expect(show.status == 0, "\(show.err)")
        #expect(show.out.contains("-    return number") && show.out.contains("+    return str(number)"), "\(show.out)")
        #expect(show.out.contains(" USD)"), "\(show.out)")
        let none = try await assay(["show", "latest/no-such-task", "--store", folder + "/a.db"], in: folder)
        #expect(none.status == 66 && none.err.contains("no task is named 'no-such-task'"), "\(none.err)")
    }

    @Test(
        "a setting that cannot be used is refused in one line",
        arguments: [
            ("pipeline: {kind: multi-step, begin: nowhere}", "begin"), ("pipeline: {kind: multi-step, patience: 0}", "patience"),
            ("pipeline: {kind: multi-step, review: true, escalate_to: n}", "escalate_to"),
            ("pipeline: {kind: multi-step, escalate_to: nobody}", "escalate_to names the model 'nobody'"),
            (
                "pipeline: {kind: multi-step, review: true}\nroles: {analyst: m, planner: m, implementer: m, reviewer: n, fixer: n}",
                "same model as the implementer, the fixer"
            ),
            ("prompts: own\npipeline: {kind: single-pass}\nroles: {implementer: m}", "review.mustache"),
            ("prompts: nowhere\npipeline: {kind: single-pass}\nroles: {implementer: m}", "folder of prompts"),
        ])
    func refused(_ text: String, _ says: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/own", withIntermediateDirectories: false)
        try write("{{#never}}", "own/review.mustache")
        let command = "{provider: command, command: [/bin/echo, hello]}"
        let roles = text.contains("roles") ? "" : "roles: {analyst: m, planner: m, implementer: m, reviewer: n, fixer: m}\n"
        try write("models: {m: \(command), n: \(command)}\n\(roles)\(text)\n", "assay.yaml")
        let ran = try await assay(
            ["solve", Places.root + "/fixtures/suites/demo/top-words", "--config", folder + "/assay.yaml"], in: folder)
        #expect(ran.status == 78 && ran.err.contains(says), "\(ran.status ?? -1) \(ran.err)")
    }

    @Test("a Swift task whose test cases are generated is solved by itself as an experiment solves it")
    func generated() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(
            [
                "solve", Places.root + "/fixtures/suites/demo/swift-stack", "--config", Places.root + "/benchmarks/experiments/demo.yaml",
                "--replay", Places.root + "/fixtures/cassettes/demo.jsonl", "--json", "-q",
            ], in: folder)
        #expect(ran.status == 0, "\(ran.err)")
        let report = try JSON.decode(ReviewReport.self, ran.out)
        #expect(report.verdict == .passed && report.holdoutSeed != nil)
    }
}
