import AssayCore
import AssayRender
import AssayStatistics
import AssayStore
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayExperiments

/// Runs that were stored attempt by attempt, and what each command makes of them.
@Suite struct RunComparisonTests {
    /// What became of an attempt: solved, not solved, lost to the harness, or not run.
    private enum Outcome { case solved, failed, lost, open }

    private func withStore(_ body: (Store) async throws -> Void) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try await body(Store(path: folder + "/a.db"))
    }

    /// Stores the run `r` of so many tasks; odd tasks are judged at tier B, even ones at A.
    private func record(
        in store: Store, arms: [String], tasks: Int, seeds: Int = 1, margin: Double = 0.1, alpha: Double = 0.05,
        _ outcome: (AttemptKey, Int) -> Outcome
    ) throws {
        let keys = (0..<seeds).flatMap { seed in
            (0..<tasks).flatMap { task in arms.map { AttemptKey(arm: $0, task: "t\(task)", seed: seed) } }
        }
        try store.plan(
            ExperimentRecord(
                id: "r", name: "r", created: 1, digest: "d", suite: "s", suiteDigest: "sd", seeds: seeds, margin: margin, alpha: alpha,
                orderSeed: 1, recording: true, file: "e.yaml"),
            arms: arms.map { ArmRecord(name: $0, settings: "", digest: $0) }, attempts: keys,
            taskDigests: Dictionary(uniqueKeysWithValues: (0..<tasks).map { (ExactName("t\($0)"), "digest of \($0)") }))
        for attempt in try store.attempts(of: "r") {
            let task = Int(attempt.key.task.dropFirst()) ?? 0
            let result = outcome(attempt.key, task)
            if result == .open { continue }
            try store.begin(attempt.id)
            if result == .lost {
                try store.fail(attempt.id, "the jail is gone")
                continue
            }
            let verdict = result == .solved ? Verdict.passed : .failed
            try store.finish(attempt.id, AttemptResult(verdict: verdict, tier: task % 2 == 0 ? .a : .b, visibleVerdict: verdict, seconds: 1))
        }
    }

    private func compared(_ names: [String], _ store: Store, margin: Double? = nil) async throws -> [ExperimentDocument.Pair] {
        let sources = try names.map { try ResultSource(named: "r/\($0)", store: store.path) }
        return try await ComparisonRequest(
            baseline: sources[0], candidates: Array(sources.dropFirst()), margin: margin, alpha: nil, mostTampering: 1, allowTierMix: false
        ).results()
    }

    @Test("compare prints of two arms of a run what bench and report print, mixed tiers and the run's own margin included", arguments: [1, 3])
    func same(_ seeds: Int) async throws {
        try await withStore { store in
            try record(in: store, arms: ["a", "b", "c"], tasks: 70, seeds: seeds) { key, task in
                let hardness = key.arm == "a" ? 40 : key.arm == "b" ? 41 : 20
                return task + key.seed < hardness ? .solved : .failed
            }
            let shown = try ExperimentResults.load("r", from: store).document.comparisons
            #expect(shown.map(\.result.verdict) == [.equivalent, .regressed] && shown.allSatisfy { $0.result.isCorrected })
            for candidates in [["b", "c"], ["c"], ["b"], ["c", "b"]] {
                let pairs = try await compared(["a"] + candidates, store)
                #expect(pairs.map(\.b) == candidates)
                for pair in pairs {
                    let own = try #require(shown.first { $0.b == pair.b })
                    #expect(try JSON.pretty(pair.result) == JSON.pretty(own.result))
                    #expect(ExperimentText.sentence(pair.a, pair.b, pair.result) == ExperimentText.sentence(own.a, own.b, own.result))
                }
            }
            // Another baseline makes another family, and a margin that is named counts.
            #expect(try await compared(["b", "a"], store).allSatisfy { !$0.result.isCorrected })
            #expect(try await compared(["a", "b"], store, margin: 0.01).first?.result.verdict == .inconclusive)
            await #expect(throws: NotComparable.self) { try await compared(["a", "a"], store) }
        }
    }

    @Test("a rate has one interval, clustered by task, in the table of arms and among the measures")
    func oneInterval() async throws {
        try await withStore { store in
            try record(in: store, arms: ["a", "b"], tasks: 12, seeds: 3) { key, task in
                key.arm == "b" || (task + key.seed) % 3 == 0 && task < 8 ? .solved : .failed
            }
            let document = try ExperimentResults.load("r", from: store).document
            for (arm, metrics) in zip(document.arms, document.metrics) {
                let rate = try #require(metrics.metrics.first { $0.id == "solve_rate" })
                #expect(rate.value == arm.rate && rate.interval == arm.interval && rate.count == arm.solved && rate.of == arm.attempts)
            }
            let certain = document.arms[1]
            #expect(certain.isUniform && certain.rate == 1 && certain.interval.low < 0.8 && certain.interval.high == 1)
            #expect(MarkdownExperiment.render(document, command: "x").contains("100.0 % [77.9 %, 100.0 %]*"))
        }
    }

    @Test("of an unfinished run as many seeds of each task are counted in both arms, and every number is of them")
    func unfinished() async throws {
        try await withStore { store in
            try record(in: store, arms: ["a", "b"], tasks: 10, seeds: 3) { key, task in
                if key.seed == 2 && task > 3 { return .open }
                return key.arm == "b" && task < 5 ? .solved : .failed
            }
            let document = try ExperimentResults.load("r", from: store).document
            let pair = try #require(document.comparisons.first?.result)
            #expect(pair.outcomes.samples == 2 && pair.outcomes.tasks == 10 && pair.outcomes.solvedB == 10)
            #expect(document.arms[1].solved == 10 && document.arms[1].attempts == 20 && document.open == 12)
            #expect(try await compared(["a", "b"], store).first?.result.outcomes.solvedB == 10)
        }
    }

    @Test("JUnit and CTRF show every attempt: lost ones as errors, open ones as skipped")
    func everyAttempt() async throws {
        try await withStore { store in
            try record(in: store, arms: ["a", "b"], tasks: 100) { key, task in
                key.arm == "b" && task == 1 ? .lost : task == 2 ? .open : task % 2 == 0 ? .solved : .failed
            }
            let results = try ExperimentResults.load("r", from: store)
            let attempts = try results.exported(from: store)
            let junit = try ExperimentFormat.junit.render(results.document, attempts, command: "x")
            #expect(junit.contains("<testsuites name=\"r\" tests=\"200\" failures=\"99\" errors=\"1\" skipped=\"2\""))
            #expect(junit.ranges(of: "<testcase ").count == 200 && junit.contains("<error type=\"harness_error\" message=\"the jail is gone\"/>"))
            let ctrf = try ExperimentFormat.ctrf.render(results.document, attempts, command: "x")
            #expect(ctrf.contains("\"tests\" : 200") && ctrf.contains("\"other\" : 1") && ctrf.contains("\"pending\" : 2"))
            #expect(results.document.arms.map(\.attempts) == [98, 98], "the task of which one arm lost its attempt counts in neither")
        }
    }

    @Test("a report of one arm is of that arm in every format", arguments: ExperimentFormat.allCases)
    func oneArm(_ format: ExperimentFormat) async throws {
        try await withStore { store in
            try record(in: store, arms: ["left", "otherwise"], tasks: 3) { _, task in task == 0 ? .solved : .failed }
            let results = try ExperimentResults.load("r", from: store).only("left")
            let text = try format.render(results.document, results.exported(from: store), command: "x")
            #expect(text.contains("t2") && !text.contains("otherwise"), "\(text)")
        }
    }
}
