import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// `docs/schemas/` against what the commands print.
@Suite struct OutputSchemaTests {
    /// What is validated: the name of a schema, and what a command printed.
    fileprivate struct Output {
        var schema: String
        var text: String
        var isLines = false
    }

    /// Other people's validator, which ends with an error where an output does not fit its schema.
    private static let validator = """
        import json, os, sys
        from jsonschema import Draft202012Validator
        from referencing import Registry, Resource
        schemas = {}
        for name in os.listdir(sys.argv[2]):
            if name.endswith(".schema.json"): schemas[name[:-12]] = json.load(open(os.path.join(sys.argv[2], name)))
        registry = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in schemas.values())
        for s in schemas.values(): Draft202012Validator.check_schema(s)
        bad, seen = [], set()
        for name in sorted(os.listdir(sys.argv[1])):
            schema, _, ending = name.split(".")
            text = open(os.path.join(sys.argv[1], name)).read()
            values = [json.loads(l) for l in text.splitlines()] if ending == "jsonl" else [json.loads(text)]
            assert values, name
            seen.add(schema)
            for value in values:
                for e in Draft202012Validator(schemas[schema], registry=registry).iter_errors(value):
                    bad.append(f"{name}: {e.json_path}: {e.message[:300]}")
        assert not bad, "\\n".join(bad)
        assert seen == set(schemas), f"no output of {set(schemas) - seen}"
        """

    /// Runs a command that prints JSON; unless another exit code is named, only those of verdicts are expected.
    private func output(
        _ schema: String, _ words: [String], in folder: String = Places.root, environment: [Environment.Key: String] = [:], lines: Bool = false,
        ends status: Int32? = nil
    ) async throws -> Output {
        let ran = try await assay(words, in: folder, environment: environment)
        #expect((status.map { [$0] } ?? [0, 1, 2]).contains(ran.status ?? -1), "\(words): \(ran.err)")
        return Output(schema: schema, text: ran.out, isLines: lines)
    }

    @Test("what every command prints as JSON fits its schema, and every schema is used")
    func outputs() async throws {
        let python = try Readers.python()
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var outputs = try await stored(in: folder)
        outputs += try await judged(in: folder)
        outputs += try await sandboxed()
        outputs.append(try await solved())
        outputs += try await failed(in: folder)
        try FileManager.default.createDirectory(atPath: folder + "/out", withIntermediateDirectories: false)
        for (number, output) in outputs.enumerated() {
            try Data(output.text.utf8).write(to: URL(filePath: "\(folder)/out/\(output.schema).\(number).\(output.isLines ? "jsonl" : "json")"))
        }
        let ended = try await Subprocess.run(
            .path(FilePath(python)), arguments: ["-c", Self.validator, folder + "/out", Places.root + "/docs/schemas"], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(ended.terminationStatus.isSuccess, "\(ended.standardError)")
    }

    /// The outputs about a stored run.
    private func stored(in folder: String) async throws -> [Output] {
        let (store, bench) = (folder + "/a.db", ["bench", "benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--limit", "3"])
        return [
            try await output("comparison", bench + ["--store", store, "-o", folder + "/r.md", "--json", "-q"]),
            try await output("shard", bench + ["--store", folder + "/b.db", "--shard", "1/2", "-o", folder + "/r2.md", "--json", "-q"]),
            try await output("comparison", ["compare", "latest/single-pass", "latest/multi-step", "--store", store, "--json"]),
            try await output("runs", ["list", "--store", store, "--json"]),
            try await output("attempt", ["show", "latest", "--store", store, "--json"], lines: true),
            try await output("reverify", ["reverify", "latest", "--store", store, "--json", "-q"]),
            try await output("explanations", ["explain", "--json"]), try await output("explanations", ["explain", "missing", "--json"]),
            try await output("doctor", ["doctor", "--json"]), try await output("settings", ["config", "show", "--json"]),
            try await output("settings", ["config", "show", "--config", "benchmarks/experiments/demo.yaml", "--json"]),
        ]
    }

    /// The outputs about code that is judged and reviewed.
    private func judged(in folder: String) async throws -> [Output] {
        func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        try FileManager.default.createDirectory(atPath: folder + "/p", withIntermediateDirectories: false)
        try write("p/m.py", "import os\n\n\ndef f(x):\n    return x\n")
        try write("p/test_m.py", "from m import f\n\n\ndef test_f():\n    assert f(1) == 2\n")
        try write("p/requirements.txt", "# none\n")
        try write("p/go.sh", "#!/bin/sh\nrm $1\n")
        try write("fix.diff", "--- a/m.py\n+++ b/m.py\n@@ -4,2 +4,2 @@\n def f(x):\n-    return x\n+    return x + 1\n")
        let test = #"def check(candidate):\n    assert candidate(2) == 4\n    assert candidate(3) == 6\n"#
        try write(
            "suite.jsonl",
            #"{"task_id":"T/0","entry_point":"double","prompt":"def double(n):\n    \"\"\"Doubles.\n    >>> double(2)\n    4\n    \"\"\"\n","test":"\#(test)"}"#
        )
        try write("samples.jsonl", ["2 * n", "n + 2"].map { #"{"task_id":"T/0","completion":"    return \#($0)\n"}"# + "\n" }.joined())
        try write(
            "assay.yaml",
            """
            version: 1
            models:
              r: {provider: command, command: [/bin/echo, '{"findings": [{"claim": "three", "call": "double(3)", "expected": "6"}]}']}
              a: {provider: command, command: [/bin/echo, 'ANSWER: 6']}
            pipeline: {kind: multi-step, review: true}
            roles: {analyst: a, planner: a, implementer: a, reviewer: r, fixer: a}
            """)
        let (report, results) = (folder + "/report.json", ".assay/results/samples.results.jsonl")
        return [
            try await output("review-report", ["verify", "p", "--json", "--no-cache"], in: folder),
            try await output("review-report", ["verify", "p", "--patch", "fix.diff", "--format", "json", "-o", report], in: folder).reading(report),
            try await output("review-report", ["verify", "p", "--baseline", report, "--json"], in: folder),
            // Nothing is asked for, so nothing listens there.
            try await output(
                "environments", ["fetch", "p", "--json"], in: folder,
                environment: ["PIP_INDEX_URL": "http://127.0.0.1:9/simple"]),
            try await output("sample-result", ["verify", "samples.jsonl", "--suite", "suite.jsonl", "--json", "-q"], in: folder, lines: true),
            try await output("comparison", ["compare", results, results, results, "--json"], in: folder),
            try await output("review-totals", ["review", "samples.jsonl", "--suite", "suite.jsonl", "--json", "-q"], in: folder),
            try await output(
                "suite-validation", ["suite", "validate", "fixtures/suites/demo", "--task", "roman-numerals", "--mutants", "2", "--json"], lines: true),
        ]
    }

    /// The outputs of commands that end without a result.
    private func failed(in folder: String) async throws -> [Output] {
        try FileManager.default.createDirectory(atPath: folder + "/lacking", withIntermediateDirectories: false)
        try Data("import no_such_module\n\ndef test_it():\n    pass\n".utf8).write(to: URL(filePath: folder + "/lacking/test_it.py"))
        return [
            try await output("error", ["verify", "lacking", "--json"], in: folder, ends: 3),
            try await output("error", ["verify", "lacking", "--format", "json"], in: folder, ends: 3),
            try await output("error", ["verify", "nowhere", "--json"], in: folder, ends: 66),
            try await output("error", ["verify", "lacking", "--predictions", "none.jsonl", "--json"], in: folder, ends: 66),
            try await output("error", ["fetch", "nowhere", "--json"], in: folder, ends: 66),
            try await output("error", ["list", "--store", "/nonexistent/x.db", "--json"], in: folder, ends: 66),
            try await output("error", ["sandbox", "run", "--json", "--", "/nonexistent"], ends: 127),
            try await output("error", ["solve", "--repo", folder, "--task", "x", "--json"], in: folder, ends: 65),
        ]
    }

    /// The outputs of the sandbox by itself.
    private func sandboxed() async throws -> [Output] {
        let run = ["sandbox", "run", "--json", "--wall", "1", "--"]
        return [
            try await output("sandbox-run", run + ["/bin/true"]), try await output("sandbox-run", run + ["/bin/sleep", "5"]),
            try await output("sandbox-run", run + ["/bin/sh", "-c", "kill -9 $$"]),
            try await output("sandbox-run", run + ["/usr/bin/python3", "-c", "import socket; socket.socket()"]),
            try await output("sandbox-probe", ["sandbox", "probe", "--json"]), try await output("sandbox-policy", ["sandbox", "explain", "python", "--json"]),
            try await output("sandbox-selftest", ["sandbox", "selftest", "--only", "network", "--json", "-q"]),
            try await output("sandbox-hacks", ["sandbox", "selftest", "--hacks", "--only", "python/special-case/by-caller", "--json", "-q"]),
        ]
    }

    /// The output of a task on a repository, solved by a command that always says the same.
    private func solved() async throws -> Output {
        let repository = try await IssueRepository("ledger-bug")
        defer { try? FileManager.default.removeItem(atPath: repository.outside) }
        let old = #"    return sign * (abs(int(whole)) * 100 + int(cents or "0"))"#
        let new = #"    return sign * (abs(int(whole)) * 100 + int(cents.ljust(2, "0")))"#
        let answer = try repository.write("FILE: ledger/amounts.py\n```python\n<<<<<<< SEARCH\n\(old)\n=======\n\(new)\n>>>>>>> REPLACE\n```\n", "answer")
        let config = try repository.write(
            """
            models: {writer: {provider: command, command: [/bin/cat, "\(answer)"], edit_format: search_replace}}
            pipeline: {kind: single-pass}
            roles: {implementer: writer}
            """, "assay.yaml")
        return try await output(
            "solve", ["solve", "--repo", repository.folder, "--task", "Amounts with one decimal are read wrongly.", "--config", config, "--json"],
            in: repository.outside)
    }

    @Test("every command that has --json is named in docs/schemas/README.md, and so is every schema")
    func named() throws {
        let page = try Places.text("docs/schemas/README.md")
        for name in try FileManager.default.contentsOfDirectory(atPath: Places.root + "/docs/schemas") where name.hasSuffix(".json") {
            #expect(page.contains("(\(name))"), "\(name)")
        }
        let folder = Places.root + "/Sources/AssayCommands"
        var commands: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) where path.hasSuffix(".swift") {
            var name = ""
            for line in try Places.text("\(folder)/\(path)").split(separator: "\n") {
                if let match = line.firstMatch(of: /struct (\w+?)(Command)?: (?:AsyncParsable|Verbosity)Command/) { name = match.1.lowercased() }
                if let match = line.firstMatch(of: /commandName: "([\w-]+)"/) { name = String(match.1) }
                if line.contains("var json = false") { commands.insert(name) }
            }
        }
        // Each of them tells as JSON why it has no result.
        let telling = try Places.text(folder + "/CommandLine/JSONCommand.swift").matches(of: /extension [\w.]+: JSONCommand/).count
        let printing = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            try path.hasSuffix(".swift") && Places.text("\(folder)/\(path)").contains("var json = false")
        }
        #expect(telling == printing.count)
        #expect(commands.count >= 13)
        for name in commands { #expect(page.contains(try Regex("`assay (sandbox |suite |config )?\(name) ")), "\(name)") }
    }
}

extension OutputSchemaTests.Output {
    /// The same with the text of a file that the command wrote.
    fileprivate func reading(_ path: String) throws -> Self {
        var other = self
        other.text = try Places.text(path)
        return other
    }
}
