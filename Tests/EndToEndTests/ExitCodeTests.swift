import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@Suite struct ExitCodeTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var status: Int32
        var says: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(
        "bad input gets one clear line and the right exit code",
        arguments: [
            Bad(arguments: ["verify"], status: 64, says: "name a folder or a samples file"),
            Bad(arguments: ["verify", "x", "--frobnicate"], status: 64, says: "Unknown option"),
            Bad(arguments: ["verify", "/nonexistent"], status: 66, says: "no such file"),
            Bad(arguments: ["verify", "README.md"], status: 64, says: "README.md: a samples file needs --suite"),
            Bad(arguments: ["verify", "README.md", "--suite", "x", "--format", "junit"], status: 64, says: "--format is for a folder"),
            Bad(arguments: ["verify", "README.md", "--suite", "x", "--python", "p"], status: 64, says: "--python is for a folder"),
            Bad(arguments: ["verify", "README.md", "--suite", "x", "--task", "t"], status: 64, says: "--task is for a folder"),
            Bad(arguments: ["verify", "docs", "--suite", "x"], status: 64, says: "a folder with --suite needs --task ID"),
            Bad(arguments: ["verify", "docs", "--task", "x"], status: 64, says: "--task is for --suite SUITE"),
            Bad(arguments: ["verify", "docs", "--holdout-seed", "5"], status: 64, says: "--holdout-seed is for --suite SUITE"),
            Bad(arguments: ["verify", "docs", "-o", "r.foo"], status: 64, says: "r.foo: the ending names no format; use .html"),
            Bad(arguments: ["verify", "docs", "--format", "json", "-o", "-"], status: 64, says: "-o names a file"),
            Bad(arguments: ["verify", "docs", "--wall", "-1"], status: 64, says: "--wall must be above zero"),
            Bad(arguments: ["solve", "--repo", ".", "--task", ""], status: 64, says: "--task has no words"),
            Bad(arguments: ["solve", "--repo", ".", "--task", " \n"], status: 64, says: "--task has no words"),
            Bad(arguments: ["compare", "a", "b", "--margin", "0.6"], status: 64, says: "--margin is 0.001 to 0.5"),
            Bad(arguments: ["verify", "README.md", "--suite", "/nonexistent"], status: 66, says: "no such file"),
            Bad(arguments: ["bench", "/nonexistent.yaml"], status: 66, says: "cannot be read"),
            Bad(arguments: ["bench", "Package.swift"], status: 78, says: "Package.swift"),
            Bad(arguments: ["compare", "a.results.jsonl", "b.results.jsonl"], status: 66, says: "cannot be read"),
            Bad(arguments: ["show", "latest", "--store", "/nonexistent/x.db"], status: 66, says: "no such database"),
            Bad(arguments: ["view", "--store", "/nonexistent/x.db"], status: 66, says: "no such database"),
            Bad(arguments: ["verify", ".", "--baseline", "/nonexistent.json"], status: 66, says: "cannot be read"),
            Bad(arguments: ["solve", "fixtures/suites/demo/roman-numerals", "--config", "/nonexistent.yaml"], status: 66, says: "cannot be read"),
            Bad(
                arguments: ["bench", "benchmarks/experiments/demo.yaml", "--replay", "/nonexistent.jsonl", "--store", "FOLDER/unused.db"], status: 66,
                says: "/nonexistent.jsonl: cannot be read"),
            Bad(
                arguments: ["bench", "benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--store", "/proc/a.db"], status: 73,
                says: "error: /proc/a.db: "),
            Bad(
                arguments: ["bench", "benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--store", "/dev/full/a.db"],
                status: 73, says: "error: /dev/full/a.db: "),
            Bad(arguments: ["verfy", "x"], status: 64, says: "error: 'verfy' is no command of 'assay'; did you mean 'assay verify'?"),
            Bad(arguments: ["verify", "x", "--format", "jsn"], status: 64, says: "Did you mean 'json'?"),
            Bad(arguments: ["verify", "x", "-q", "-v"], status: 64, says: "exclude each other"),
            Bad(arguments: ["-C", "/nonexistent", "list"], status: 66, says: "no such folder"),
            Bad(arguments: ["verify", "docs/example/shop", "-o", "/nonexistent/r.html"], status: 73, says: "cannot be written"),
            Bad(arguments: ["report", "latest", "-o", "r.html", "--store", "/nonexistent/x.db"], status: 66, says: "no such database"),
            Bad(arguments: ["list", "--store", "/nonexistent/x.db"], status: 66, says: "no such database"),
            Bad(arguments: ["export", "latest", "--to", "t", "--store", "/nonexistent/x.db"], status: 66, says: "no such database"),
            Bad(arguments: ["rerun", "latest", "--store", "/nonexistent/x.db"], status: 66, says: "no such database"),
            Bad(arguments: ["merge", "/nonexistent/x.db", "-o", "FOLDER/all.db"], status: 66, says: "no such database"),
            Bad(arguments: ["review", "/nonexistent.jsonl", "--suite", "x", "--config", "/nonexistent.yaml"], status: 66, says: "cannot be read"),
            Bad(arguments: ["suite", "validate", "/nonexistent"], status: 66, says: "/nonexistent"),
            Bad(arguments: ["suite", "compose", "/nonexistent", "--size", "2", "-o", "FOLDER/c.jsonl"], status: 66, says: "/nonexistent"),
            Bad(arguments: ["config", "show", "--config", "/nonexistent.yaml"], status: 66, says: "cannot be read"),
            Bad(arguments: ["init", "-o", "/nonexistent/assay.yaml"], status: 73, says: "cannot be written"),
            Bad(arguments: ["init", "--suite", "x"], status: 64, says: "for 'assay init experiment'"),
            Bad(arguments: ["models", "serve", "gpt-9"], status: 66, says: "known: qwen"),
            Bad(arguments: ["view", "--port", "70000"], status: 64, says: "between 0 and 65535"),
            Bad(arguments: ["report", "latest", "-o", "x.pdf"], status: 64, says: "the ending names no format"),
            Bad(arguments: ["report", "latest", "-o", "x.sarif"], status: 64, says: "Usage: assay report"),
            Bad(arguments: ["report", "latest", "--format", "multipl-e"], status: 64, says: "Usage: assay report"),
            Bad(arguments: ["report", "latest", "--format", "json", "-o", "-"], status: 64, says: "-o names a file"),
            Bad(arguments: ["models", "pull", "gpt-9"], status: 66, says: "known: qwen"),
            Bad(arguments: ["models", "check", "m", "--url", "http://127.0.0.1:9/v1"], status: 3, says: "no model server answers"),
            Bad(arguments: ["reverify", "latest", "--store", "/nonexistent/x.db"], status: 66, says: "no such database"),
            Bad(arguments: ["sandbox", "selftest", "--hacks", "--only", "nope"], status: 5, says: "no program of the corpus"),
            Bad(arguments: ["suite", "validate", "fixtures/suites/demo", "--mutants=-1"], status: 64, says: "from 0 on"),
            Bad(arguments: ["sandbox", "run"], status: 64, says: "no command"),
            Bad(arguments: ["sandbox", "run", "--wall", "0", "--", "true"], status: 64, says: "above zero"),
            Bad(arguments: ["sandbox", "run", "--policy", "nope", "--", "true"], status: 66, says: "no policy is named"),
            Bad(arguments: ["suite", "validate", "fixtures/suites/demo", "--task", "nope"], status: 5, says: "no task is named"),
        ])
    func badInput(_ bad: Bad) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(bad.arguments.map { $0.replacing("FOLDER", with: folder) })
        #expect(ran.status == bad.status)
        #expect(ran.err.contains(bad.says), "\(ran.err)")
    }

    @Test(
        "bad configuration names file, line and the nearest key",
        arguments: [
            ("modles: {}\n", "did you mean 'models'?"),
            ("suite: x\nmodels:\n  m: {provider: telepathy, model: x}\n", ":3:"),
            ("suite: x\nseeds: none\n", "'seeds' must be a whole number"),
            ("suite: x\npipeline: {kind: magic}\n", "known: single-pass"),
            ("suite: [\n", "not valid YAML"),
            (
                "suite: x\npipeline: {review: true}\nmodels:\n  m: {provider: embedded, model: y}\n"
                    + "roles: {analyst: m, planner: m, implementer: m, reviewer: m, fixer: m}\n",
                "the reviewer is the same model"
            ),
        ])
    func configuration(_ text: String, _ says: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(text.utf8).write(to: URL(filePath: folder + "/e.yaml"))
        let ran = try await assay(["bench", "e.yaml"], in: folder)
        #expect(ran.status == 78)
        #expect(ran.err.contains(says) && ran.err.contains("e.yaml"), "\(ran.err)")
    }

    @Test(
        "results that cannot be written end with 74 and name the place",
        arguments: [
            ("\"$0\" sandbox explain base > /dev/full", "standard output"), ("\"$0\" sandbox explain base >&-", "standard output"),
            ("\"$0\" verify fixtures/text/samples.jsonl --suite fixtures/text/suite.jsonl --no-cache -o /dev/full", "/dev/full"),
            ("\"$0\" list --store \"$1/a.db\" >&- <&-", "standard output"),
            (
                "\"$0\" verify fixtures/text/samples.jsonl --suite fixtures/text/suite.jsonl --no-cache -q -o \"$1/r\" >&- 2>\"$1/e\"; s=$?; cat \"$1/e\" >&2; grep -qv '^{' \"$1/r\" && exit 1; exit $s",
                "standard output"
            ),
        ])
    func full(_ line: String, _ place: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await assay([
            "bench", "benchmarks/experiments/demo.yaml", "--limit", "1", "--replay", "fixtures/cassettes/demo.jsonl", "--store", folder + "/a.db", "-q",
        ])
        let ran = try await Subprocess.run(
            .name("sh"), arguments: ["-c", line, Places.products + "/assay", folder], workingDirectory: FilePath(Places.root), input: .none,
            output: .string(limit: 65536), error: .string(limit: 65536))
        #expect(ran.terminationStatus == .exited(74), "\(ran.terminationStatus)")
        #expect(ran.standardError.contains("error: \(place): cannot be written"), "\(ran.standardError)")
    }

    @Test(
        "a recording that is not there is told before a run is stored",
        arguments: [
            ["bench", "benchmarks/experiments/demo.yaml"],
            ["solve", "fixtures/suites/demo/roman-numerals", "--config", "benchmarks/experiments/demo.yaml"],
        ])
    func noRecording(_ words: [String]) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(words + ["--replay", "/nonexistent.jsonl", "--store", folder + "/a.db"])
        #expect(ran.status == 66 && ran.err.contains("/nonexistent.jsonl: cannot be read"), "\(ran.err)")
        #expect(!ran.err.contains("stored so far") && !FileManager.default.fileExists(atPath: folder + "/a.db"), "\(ran.err)")
    }

    @Test("a cache folder that cannot be written is named with the variable that names another, and ends with 73")
    func cacheFolder() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let manifest = """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(name: "a", targets: [.target(name: "a"), .testTarget(name: "aTests", dependencies: ["a"])])

            """
        for (path, text) in [
            ("Package.swift", manifest), ("Sources/a/a.swift", "public func one() -> Int { 1 }\n"),
            ("Tests/aTests/aTests.swift", "import Testing\nimport a\n\n@Test func isOne() { #expect(one() == 1) }\n"),
        ] {
            let file = "\(folder)/\(path)"
            try FileManager.default.createDirectory(
                atPath: URL(filePath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
        }
        let ran = try await assay(["verify", folder, "--no-cache"], environment: ["ASSAY_CACHE": "/proc/assay-cache"])
        #expect(ran.status == 73, "\(ran.err)")
        #expect(ran.err.contains("error: /proc/assay-cache: the cache folder cannot be written to; name another by ASSAY_CACHE"), "\(ran.err)")
        #expect(!ran.err.contains("NSCocoaErrorDomain"))
    }

    @Test("one odd line is told with its place and reason, and the others are judged", arguments: ["samples.jsonl", "samples.jsonl.gz"])
    func oddLine(_ file: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(["verify", "fixtures/text/\(file)", "--suite", "fixtures/text/suite.jsonl", "--no-cache", "-o", folder + "/r.jsonl"])
        #expect(ran.status == 65, "\(ran.err)")
        #expect(ran.err.contains("\(file):4:38: not a JSON object: a ',' or '}' should be here"), "\(ran.err)")
        #expect(ran.err.contains("\(file):5: the task 'add/9' is not in the suite"), "\(ran.err)")
        #expect(ran.err.contains("2 of 6 lines were left out"))
        let rows = try String(contentsOfFile: folder + "/r.jsonl", encoding: .utf8).split(separator: "\n")
        #expect(rows.count == 4 && rows.allSatisfy { $0.contains("\"verdict\":\"passed\"") }, "\(rows)")
        for kept in ["\"nan\":NaN", "\"big\":9007199254740993", "\"huge\":1e999", #""half":"\ud800""#] {
            #expect(rows.contains { $0.contains(kept) }, "\(kept)")
        }
    }

    @Test("--help shows an example of the command", arguments: ["verify", "review", "bench", "compare", "solve", "show", "list", "report", "view", "doctor"])
    func help(_ command: String) async throws {
        let ran = try await assay([command, "--help"])
        #expect(ran.status == 0 && ran.err == "")
        let example = try #require(ran.out.ranges(of: "Example").first)
        #expect(ran.out[example.upperBound...].contains("assay \(command)"), "\(ran.out)")
    }
}
