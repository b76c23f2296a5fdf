import AssayCore
import AssayRender
import AssayStore
import AssaySupport
import AssayTestSupport
import AssayVerify
import FoundationEssentials
import Testing

@testable import AssayExperiments

/// Results that were judged by different versions of the verdict logic.
@Suite struct JudgingVersionTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try await body(folder)
    }

    /// A results file of 60 tasks, each row with one of the versions in turn.
    private func file(_ name: String, in folder: String, versions: [Int?]) throws -> ResultSource {
        let lines = (0..<60).map { task in
            let version = versions[task % versions.count].map { #", "verification_version": \#($0)"# } ?? ""
            return #"{"task_id": "t\#(task)", "verdict": "passed", "tier": "B", "suite_digest": "d"\#(version)}"#
        }
        let path = "\(folder)/\(name).results.jsonl"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        return .file(path)
    }

    private func compared(_ a: ResultSource, _ b: ResultSource) async throws -> ExperimentDocument.Pair {
        let request = ComparisonRequest(baseline: a, candidates: [b], margin: nil, alpha: nil, mostTampering: 1, allowTierMix: false)
        return try #require(try await request.results().first)
    }

    private static let pairs: [([Int?], [Int?], String?, String)] = [
        ([1], [2], "is not the same (a.results.jsonl: version 1, b.results.jsonl: version 2)", "[1] [2] false"),
        ([nil], [2], "is unknown (a.results.jsonl: version unknown, b.results.jsonl: version 2)", "[null] [2] null"),
        ([2], [2, nil], "is unknown (a.results.jsonl: version 2, b.results.jsonl: versions 2 and unknown)", "[2] [2,null] null"),
        ([1], [2, nil], "is not the same (a.results.jsonl: version 1, b.results.jsonl: versions 2 and unknown)", "[1] [2,null] false"),
        ([1, 2], [1, 2], "is not the same (a.results.jsonl: versions 1 and 2, b.results.jsonl: versions 1 and 2)", "[1,2] [1,2] false"),
        ([2], [2], nil, "[2] [2] true"),
        ([nil], [nil], "is unknown (a.results.jsonl: version unknown, b.results.jsonl: version unknown)", "[null] [null] null"),
    ]

    @Test("results of two versions are compared and said to be so, in words and in JSON; old files are unknown", arguments: pairs.indices)
    func files(_ index: Int) async throws {
        let (a, b, says, json) = Self.pairs[index]
        try await withFolder { folder in
            let pair = try await compared(file("a", in: folder, versions: a), file("b", in: folder, versions: b))
            let text = ExperimentText.sentence(pair.a, pair.b, pair.result)
            #expect(text.contains("verdict logic") == (says != nil) && text.contains(says ?? ""), "\(text)")
            let object = try JSON.decode([String: JSONValue].self, JSON.line(pair.result))
            let keys = ["verification_versions_a", "verification_versions_b", "same_verification"]
            #expect(keys.map { object[$0]?.json ?? "" }.joined(separator: " ") == json)
        }
    }

    @Test("a results file carries the version that judged it")
    func written() throws {
        let report = ReviewReport(
            task: "t", scope: .full, verdict: .passed, tier: .b, findings: [], checks: [], limits: SandboxLimits(), toolchain: [:], policy: [],
            sandbox: SandboxSummary(), duration: 0)
        let line = SampleResult.make(task: "t", sample: 0, report: report, digest: "d", extra: ["verification_version": .number(77)]).line
        let row = try #require(try ResultRow(Array(line.utf8), place: "x"))
        #expect(row.version == VerificationVersion.current)
    }

    /// Stores a finished run of arms `a` and `b`.
    private func record(_ id: String, version: Int?, in store: Store) throws {
        let keys = (0..<60).flatMap { task in ["a", "b"].map { AttemptKey(arm: $0, task: "t\(task)", seed: 0) } }
        try store.plan(
            ExperimentRecord(
                id: id, name: id, created: 1, digest: id, suite: "s", suiteDigest: "sd", seeds: 1, margin: 0.05, alpha: 0.05, orderSeed: 1,
                recording: false, file: "e.yaml", verification: version),
            arms: ["a", "b"].map { ArmRecord(name: $0, settings: "", digest: $0) }, attempts: keys,
            taskDigests: Dictionary(uniqueKeysWithValues: (0..<60).map { (ExactName("t\($0)"), "d") }))
        for attempt in try store.attempts(of: id) {
            try store.begin(attempt.id)
            try store.finish(attempt.id, AttemptResult(verdict: .passed, tier: .b, visibleVerdict: .passed, seconds: 1))
        }
    }

    @Test("two runs of one database that different versions judged are said to be so; arms of one run are not")
    func runs() async throws {
        try await withFolder { folder in
            let store = try Store(path: folder + "/a.db")
            try record("old", version: 1, in: store)
            try record("new", version: VerificationVersion.current, in: store)
            func source(_ name: String) throws -> ResultSource { try ResultSource(named: name, store: store.path) }
            let two = try await compared(source("old/a"), source("new/a"))
            #expect(ExperimentText.sentence(two.a, two.b, two.result).contains("(old/a: version 1, new/a: version \(VerificationVersion.current))"))
            let one = try await compared(source("old/a"), source("old/b"))
            #expect(!ExperimentText.sentence(one.a, one.b, one.result).contains("verdict logic"))
        }
    }

    @Test("a run that another version judged is labelled in every report and list", arguments: [1, nil])
    func labels(_ version: Int?) async throws {
        try await withFolder { folder in
            let store = try Store(path: folder + "/a.db")
            try record("old", version: version, in: store)
            try record("new", version: VerificationVersion.current, in: store)
            let label = "judged by version \(version.map(String.init) ?? "unknown")"
            for (id, isLabelled) in [("old", true), ("new", false)] {
                let document = try ExperimentResults.load(id, from: store).document
                let page = RunPage.render(document, command: "x")
                for text in [TerminalExperiment.render(document), MarkdownExperiment.render(document, command: "x"), page] {
                    #expect(text.contains(label) == isLabelled)
                }
                let row = try StoredRun.all(in: store).first { $0.run == id }
                #expect(row?.columns.contains { $0.contains(label) } == isLabelled)
            }
        }
    }
}
