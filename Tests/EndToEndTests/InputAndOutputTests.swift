import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

/// Every command, given files that are not there and outputs that take nothing.
@Suite struct InputAndOutputTests {
    private static let samples = ["fixtures/text/samples.jsonl", "--suite", "fixtures/text/suite.jsonl"]
    private static let config = ["--config", "benchmarks/experiments/demo.yaml"]

    @Test(
        "a file that is not there, or is a folder, ends with 66 and is named in one line",
        arguments: [
            ["verify", samples[0], "--suite", "IT.jsonl"], ["verify", "fixtures/text", "--baseline", "IT"], ["verify", "fixtures/text", "--patch", "IT"],
            ["verify", "fixtures/text", "--predictions", "IT"], ["review", "IT"] + samples[1...] + config, ["review"] + samples + ["--config", "IT"],
            ["bench", "IT"], ["compare", "IT.results.jsonl", "IT.results.jsonl"], ["report", "latest", "--store", "IT"],
            ["reverify", "latest", "--store", "IT"],
            ["rerun", "latest", "--store", "IT"], ["show", "latest", "--store", "IT"], ["list", "--store", "IT"], ["view", "--store", "IT"],
            ["merge", "IT", "-o", "/tmp/no-merge.db"], ["suite", "validate", "IT.jsonl"], ["solve", "fixtures/suites/demo/roman-numerals", "--config", "IT"],
            ["solve", "--repo", ".", "--task", "@IT"] + config,
        ])
    func missing(_ arguments: [String]) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        for name in ["folder", "folder.jsonl", "folder.results.jsonl"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
        }
        for name in ["missing", "folder"] {
            // A suite may be a folder, which holds no task then.
            if name == "folder", arguments.contains("IT.jsonl") { continue }
            let place = "\(folder)/\(name)"
            let ran = try await assay(arguments.map { $0.replacing("IT", with: place) })
            #expect(ran.status == 66, "\(name): \(ran.err)")
            #expect(ran.err.lines.last?.hasPrefix("error: \(place)") == true, "\(ran.err)")
        }
    }

    @Test(
        "a file that may not be read ends with 66 and is named with the reason, also as part of a folder",
        arguments: [
            ["verify", "IT/a.jsonl"] + samples[1...], ["verify", samples[0], "--suite", "IT/a.jsonl"], ["bench", "IT/a.jsonl"],
            ["compare", "IT/a.results.jsonl", "IT/a.results.jsonl"], ["list", "--store", "IT/a.db"],
            ["verify", "IT", "--suite", "fixtures/suites/demo", "--task", "roman-numerals"],
        ])
    func unreadable(_ arguments: [String]) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try FileManager.default.createDirectory(atPath: folder + "/it", withIntermediateDirectories: false)
        for name in ["a.db", "a.jsonl", "a.results.jsonl"] { try Data("x".utf8).write(to: URL(filePath: "\(folder)/it/\(name)")) }
        // Nothing but root may pass over it; root itself is somebody else here.
        let words = getuid() == 0 ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : ["env"]
        let script = "umask 0; chmod 755 \"$0\" \"$0/it\"; chmod 0 \"$0\"/it/*; exec \"$@\""
        let command = words + [Places.products + "/assay"] + arguments.map { $0.replacing("IT", with: folder + "/it") }
        let ran = try await Subprocess.run(
            .name("sh"), arguments: Arguments(["-c", script, folder] + command), workingDirectory: FilePath(Places.root), input: .none, output: .discarded,
            error: .string(limit: 65536))
        #expect(ran.terminationStatus == .exited(66), "\(ran.standardError)")
        let last = ran.standardError.lines.last ?? ""
        #expect(last.hasPrefix("error: \(folder)/it/a.") && last.contains(/ermission/), "\(ran.standardError)")
    }

    @Test(
        "a copy of the input that finds no room for temporary files ends with 74 and names their folder",
        arguments: ["gzip -c \"$3\" > big.gz; \"$1\" verify big.gz $2", "\"$1\" verify /dev/stdin $2 < \"$3\"", "cat \"$3\" | \"$1\" verify /dev/stdin $2"])
    func copies(_ line: String) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let sample = "{\"task_id\": \"x\", \"completion\": \"\(String(repeating: "x", count: 50_000))\"}\n"
        try Data(String(repeating: sample, count: 4).utf8).write(to: URL(filePath: folder + "/big.jsonl"))
        let suite = "--suite \(Places.root)/fixtures/text/suite.jsonl -q --no-cache"
        // No file may be larger than 64 KiB, as on a device that is full.
        let script = "trap '' XFSZ; export TMPDIR=\"$PWD\"; ulimit -f 128; \(line.replacing("$2", with: suite))"
        let ran = try await Subprocess.run(
            .name("sh"), arguments: ["-c", script, "sh", Places.products + "/assay", "", folder + "/big.jsonl"], workingDirectory: FilePath(folder),
            input: .none, output: .discarded, error: .string(limit: 65536))
        let isCopied = !line.contains("<")
        #expect(ran.terminationStatus == .exited(isCopied ? 74 : 65), "\(ran.standardError)")
        if isCopied { #expect(ran.standardError.contains("error: \(folder): no copy of the input can be made there: "), "\(ran.standardError)") }
    }

    private static let commands = [
        ["--help"], ["verify", "--help"], ["--version"], ["sandbox", "explain", "base"], ["models", "list"], ["sandbox", "probe"],
        ["list", "--store", "STORE"], ["show", "latest", "--store", "STORE"], ["report", "latest", "--store", "STORE"],
        ["reverify", "latest", "--log-only", "--store", "STORE"],
    ]

    @Test(
        "a full or closed device ends with 74; a reader that goes early and a HOME that is not set change nothing",
        arguments: [
            ("\"$@\" > /dev/full", "error: standard output: cannot be written: No space left on device\n", 74),
            ("\"$@\" >&-", "error: standard output: cannot be written: Bad file descriptor\n", 74),
            ("{ \"$@\"; echo $? >&2; } | head -c 1 > /dev/null", "0\n", 0), ("unset HOME; \"$@\" > /dev/null", "", 0),
        ] as [(String, String, Int32)])
    func output(_ line: String, _ said: String, _ status: Int32) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let store = folder + "/a.db"
        let made = try await assay([
            "bench", "benchmarks/experiments/demo.yaml", "--limit", "1", "--replay", "fixtures/cassettes/demo.jsonl", "--store", store, "-q",
        ])
        #expect(made.status == 0, "\(made.err)")
        for command in Self.commands {
            let words = command.map { $0 == "STORE" ? store : $0 }
            let ran = try await Subprocess.run(
                .name("sh"), arguments: Arguments(["-c", line, "sh", Places.products + "/assay"] + words), workingDirectory: FilePath(Places.root),
                input: .none, output: .discarded, error: .string(limit: 65536))
            #expect(ran.terminationStatus == .exited(status) && ran.standardError == said, "\(words): \(ran.standardError)")
        }
    }
}
