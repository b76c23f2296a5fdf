import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// What every command owes its user when a file is missing, is a folder or may not be read, and when output has no place to go.
@Suite struct CommandSweepTests {
    /// A command that reads a file or folder, whose path stands for `FILE`.
    private static let readers = [
        "verify FILE --suite fixtures/text/suite.jsonl", "verify fixtures/text/samples.jsonl --suite FILE", "verify fixtures/text --patch FILE",
        "verify fixtures/text --predictions FILE", "verify fixtures/text --baseline FILE", "bench FILE", "rerun latest --store FILE",
        "bench benchmarks/experiments/demo.yaml --limit 1 -q --store UNUSED --replay FILE", "reverify latest --store FILE",
        "compare FILE FILE --store FILE", "list --store FILE", "show latest --store FILE", "report latest --store FILE", "view --store FILE",
        "merge FILE -o UNUSED", "suite validate FILE", "solve fixtures/suites/demo/roman-numerals --config FILE",
        "review fixtures/text/samples.jsonl --suite fixtures/text/suite.jsonl --config FILE",
    ]

    private func run(_ line: String, _ file: String, unused: String) async throws -> Ran {
        let words = line.split(separator: " ").map { $0 == "FILE" ? file : $0 == "UNUSED" ? unused : String($0) }
        return try await assay(words)
    }

    @Test("what is not there, or is a folder where a file is wanted, is missing input, in one line that names it", arguments: readers)
    func missing(_ line: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for file in [folder + "/nothing.results.jsonl", folder] {
            // A folder may be a suite, or what is judged.
            let takesFolders = line.hasPrefix("verify FILE") || line.contains("suite validate") || line.contains("--suite FILE")
            if file == folder && takesFolders { continue }
            let ran = try await run(line, file, unused: folder + "/unused.db")
            #expect(ran.status == 66, "\(file): \(ran.err)")
            let told = ran.err.split(separator: "\n").filter { $0.hasPrefix("error: ") }
            #expect(told.count == 1 && told[0].contains(folder), "\(ran.err)")
        }
    }

    @Test(
        "output that cannot be written ends with 74, whatever the command",
        arguments: [
            "list --store STORE", "show latest --store STORE", "report latest --store STORE", "report latest --store STORE --format json",
            "compare latest/single-pass latest/multi-step --store STORE", "models list", "sandbox explain base", "sandbox run -- echo hi",
            "verify fixtures/text/samples.jsonl --suite fixtures/text/suite.jsonl --json -o STORE.jsonl", "help verify", "--version", "verify --help",
        ])
    func full(_ line: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        if line.contains("STORE") && !line.contains("STORE.jsonl") {
            _ = try await assay([
                "bench", "benchmarks/experiments/demo.yaml", "--limit", "1", "--replay", "fixtures/cassettes/demo.jsonl", "--store", folder + "/a.db", "-q",
            ])
        }
        let command = "\"$0\" " + line.replacing("STORE", with: folder + "/a.db")
        for (end, problem) in [("> /dev/full", "error: standard output: cannot be written: No space left on device"), (">&-", "standard output")] {
            let ran = try await Subprocess.run(
                .name("sh"), arguments: ["-c", "\(command) \(end)", Places.products + "/assay"], workingDirectory: FilePath(Places.root), input: .none,
                output: .discarded, error: .string(limit: 65536))
            #expect(ran.terminationStatus == .exited(74), "\(end): \(ran.terminationStatus)")
            #expect(ran.standardError.contains(problem), "\(ran.standardError)")
        }
        // A reader that goes early is no error of ours, and no crash.
        let ran = try await Subprocess.run(
            .name("bash"), arguments: ["-c", "\(command) | true; exit ${PIPESTATUS[0]}", Places.products + "/assay"], workingDirectory: FilePath(Places.root),
            input: .none, output: .discarded, error: .string(limit: 65536))
        let ends = [0, 2, 65].map { TerminationStatus.exited($0) }
        #expect(ends.contains(ran.terminationStatus), "\(ran.terminationStatus): \(ran.standardError)")
    }
}
