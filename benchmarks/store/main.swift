import AssayCore
import AssayStore
import AssaySupport
import FoundationEssentials
import GRDBSQLite

// A million attempts in the store, beside SQLite's own interface doing the same work; ratios of one run.
// usage: assay-store-benchmark [RUNS OF 10,000 ATTEMPTS]

let runs = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 100
let size = 10_000
let folder = FileManager.default.temporaryDirectory.path + "/assay-store-\(UUID().uuidString)"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    let spent = ContinuousClock.now - start
    return Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
}

/// The better of three, so that the machine's other work counts less.
func best(_ body: () throws -> Void) rethrows -> Double {
    try (0..<3).map { _ in try seconds(body) }.min() ?? 0
}

func rounded(_ value: Double, _ digits: Int = 2) -> String {
    let scale = digits == 0 ? 1.0 : digits == 1 ? 10 : digits == 2 ? 100 : 1000
    let text = "\((value * scale).rounded() / scale)"
    return digits == 0 ? String(text.dropLast(2)) : text
}

func row(_ what: String, _ ours: Double, _ raw: Double, _ rate: String) {
    print("| \(what) | \(rounded(ours, 3)) s | \(rounded(raw, 3)) s | \(rounded(ours / raw)) | \(rate) |")
}

/// One run's plan: two arms over as many tasks.
func planned(_ number: Int) -> (ExperimentRecord, [ArmRecord], [AttemptKey]) {
    let record = ExperimentRecord(
        id: "run-\(number)", name: "run", created: Double(number), digest: "d\(number)", suite: "suite", suiteDigest: "s", seeds: 1, margin: 0.05,
        alpha: 0.05, orderSeed: 1, recording: false, file: "f.yaml")
    let attempts = (0..<size).map {
        AttemptKey(arm: $0 % 2 == 0 ? "a" : "b", task: "task-\($0 / 2)", seed: 0)
    }
    return (record, ["a", "b"].map { ArmRecord(name: $0, settings: "{}", digest: "x\($0)") }, attempts)
}

let digests = Dictionary(uniqueKeysWithValues: (0..<size / 2).map { (ExactName("task-\($0)"), "q\($0)") })
print("| \(runs * size) attempts | assay | SQLite itself | ratio | rate |\n| --- | --- | --- | --- | --- |")
let plans = (0..<runs).map(planned)
let store = try Store(path: folder + "/assay.db")
let inserting = try seconds { for plan in plans { try store.plan(plan.0, arms: plan.1, attempts: plan.2, taskDigests: digests) } }
let raw = try RawDatabase(path: folder + "/raw.db", like: folder + "/assay.db")
let rawInserting = try seconds { for plan in plans { try raw.insert(plan.0.id, plan.2, taskDigests: digests) } }
row("plan", inserting, rawInserting, "\(rounded(Double(runs * size) / inserting, 0)) attempts a second")

// Two runs with all that an attempt leaves, in both databases alike.
try store.finishForBenchmark(runs: ["run-0", "run-1"], with: raw)

row("list", try best { _ = try store.tallies() }, try best { _ = try raw.rows(Statements.list, []) }, "\(runs) runs")
row(
    "show: the attempts of a run of \(size)", try best { _ = try store.attempts(of: "run-0") },
    try best { _ = try raw.rows(Statements.attempts, ["run-0"]) }, "")
row(
    "compare: two such runs",
    try best { for run in ["run-0", "run-1"] { _ = (try store.attempts(of: run), try store.reasons(of: run)) } },
    try best { for run in ["run-0", "run-1"] { _ = (try raw.rows(Statements.attempts, [run]), try raw.rows(Statements.reasons, [run])) } }, "")
