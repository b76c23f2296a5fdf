import AssayStatistics
import AssayTestSupport
import FoundationEssentials
import Testing

/// Reference numbers made with scipy and statsmodels.
private enum Vectors {
    static let all: [String: AnyJSON] = {
        guard let text = try? Places.text(Places.shared + "/statistics/vectors.json"),
            let value = try? JSONDecoder().decode([String: AnyJSON].self, from: Data(text.utf8))
        else { return [:] }
        return value
    }()

    static func cases(_ group: String) -> [AnyJSON] {
        let value = all[group]
        return value?.list ?? value?["cases"]?.list ?? []
    }
}

enum AnyJSON: Decodable, Sendable {
    case number(Double), text(String), list([AnyJSON]), object([String: AnyJSON]), bool(Bool), null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([AnyJSON].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: AnyJSON].self))
        }
    }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var list: [AnyJSON]? { if case .list(let value) = self { value } else { nil } }
    subscript(key: String) -> AnyJSON? { if case .object(let value) = self { value[key] } else { nil } }
    func n(_ key: String) -> Double { self[key]?.number ?? .nan }
    func i(_ key: String) -> Int { Int(self[key]?.number ?? -1) }
}

@Suite("reference vectors", .enabled(if: Places.hasShared))
struct VectorTests {
    @Test func normalQuantiles() {
        for row in Vectors.cases("normal_quantile") {
            #expect(abs(Distributions.normalQuantile(row.n("p")) - row.n("z")) < 1e-9)
        }
    }

    @Test func studentQuantiles() {
        for row in Vectors.cases("student_t_quantile") {
            let t = Distributions.studentQuantile(row.n("p"), df: row.n("df"))
            #expect(abs(t - row.n("t")) < 1e-8 * max(1, abs(row.n("t"))))
        }
    }

    @Test func incompleteBetas() {
        for row in Vectors.cases("reg_inc_beta") {
            let value = Distributions.incompleteBeta(row.n("a"), row.n("b"), row.n("x"))
            #expect(abs(value - row.n("I")) < 1e-9)
        }
    }

    @Test func passAtK() {
        for row in Vectors.cases("pass_at_k") {
            let (n, c, k) = (row.i("n"), row.i("c"), row.i("k"))
            #expect(abs(PassAtK.estimate(samples: n, correct: c, k: k) - row.n("pass_at_k")) < 1e-9)
            #expect(abs(PassAtK.all(samples: n, correct: c, k: k) - row.n("pass_hat_k")) < 1e-9)
        }
    }

    @Test func wilsonIntervals() {
        for row in Vectors.cases("binomial_ci") {
            for level in ["0.9", "0.95", "0.99"] {
                guard let expected = row[level]?["wilson"]?.list else { continue }
                let interval = Intervals.wilson(row.i("c"), of: row.i("n"), level: Double(level) ?? 0)
                #expect(abs(interval.low - (expected[0].number ?? .nan)) < 1e-9)
                #expect(abs(interval.high - (expected[1].number ?? .nan)) < 1e-9)
            }
        }
    }

    @Test func mcNemar() {
        for row in Vectors.cases("mcnemar") {
            let (b, c) = (row.i("b"), row.i("c"))
            #expect(abs(PairedTests.mcNemarExact(onlyA: b, onlyB: c) - row.n("exact_two_sided")) < 1e-9)
            #expect(abs(PairedTests.mcNemarMidP(onlyA: b, onlyB: c) - row.n("mid_p")) < 1e-9)
        }
    }

    @Test func tangoIntervals() {
        for row in Vectors.cases("paired_proportion_difference") {
            for (key, level) in [("tango95", 0.95), ("tango90", 0.90)] {
                guard let expected = row[key]?.list else { continue }
                let interval = Intervals.tango(
                    onlyA: row.i("only_A"), onlyB: row.i("only_B"), n: row.i("n"), level: level)
                #expect(abs(interval.low - (expected[0].number ?? .nan)) < 1e-7)
                #expect(abs(interval.high - (expected[1].number ?? .nan)) < 1e-7)
            }
        }
    }

    @Test func pairedDifferences() {
        let group = Vectors.all["paired_task_difference"]
        let d = group?["d"]?.list?.compactMap(\.number) ?? []
        let interval = Intervals.meanDifference(d)
        #expect(abs(interval.low - (group?["ci95"]?.list?[0].number ?? .nan)) < 1e-9)
        #expect(abs(interval.high - (group?["ci95"]?.list?[1].number ?? .nan)) < 1e-9)
        #expect(PairedTests.signFlip(d) == Vectors.all["sign_flip_permutation_exact"]?.n("two_sided_p"))
    }

    @Test func sampleSizesAndSmallestDifferences() {
        for row in Vectors.cases("sample_size_mcnemar") {
            let n = Power.tasksNeeded(delta: row.n("delta"), discordance: row.n("pd"))
            #expect(abs(n - row.n("n_raw")) < 1e-6)
        }
        for row in Vectors.cases("mde_mcnemar") {
            let found = Power.smallestDetectable(tasks: row.i("n"), discordance: row.n("pd"))
            if let expected = row["mde"]?.number {
                #expect(abs((found ?? .nan) - expected) < 1e-6)
            } else {
                #expect(found == nil)
            }
        }
    }

    @Test func splitMix() {
        var generator = SplitMix64(seed: 1_234_567)
        let expected = Vectors.all["splitmix64"]?["first5_hex"]?.list?.compactMap(\.text) ?? []
        #expect(expected.map { UInt64($0.dropFirst(2), radix: 16) } == (0..<5).map { _ in generator.next() })
        var below = SplitMix64(seed: 42)
        let draws = Vectors.all["splitmix64"]?["seed42_below10_first10"]?.list?.compactMap(\.number) ?? []
        #expect(draws.map { Int($0) } == (0..<10).map { _ in below.below(10) })
    }

    @Test func decisions() {
        for row in Vectors.cases("decision_rule") {
            let both = row.i("both"), onlyA = row.i("only_A"), onlyB = row.i("only_B"), neither = row.i("neither")
            let a = Array(repeating: 1.0, count: both + onlyA) + Array(repeating: 0.0, count: onlyB + neither)
            let b =
                Array(repeating: 1.0, count: both) + Array(repeating: 0.0, count: onlyA)
                + Array(repeating: 1.0, count: onlyB) + Array(repeating: 0.0, count: neither)
            let pairs = PairedOutcomes(tasks: a.indices.map(String.init), a: a, b: b, single: true)
            let decision = DecisionRule.decide(pairs, margin: row.n("margin"))
            #expect(decision.verdict.rawValue == row["verdict"]?.text)
            #expect(abs(decision.ci95.low - (row["ci95"]?.list?[0].number ?? .nan)) < 1e-7)
            #expect(abs(decision.ci90.high - (row["ci90"]?.list?[1].number ?? .nan)) < 1e-7)
        }
    }
}

@Suite struct StatisticsPropertyTests {
    @Test("swapping the arms mirrors the interval and keeps p", arguments: [(0, 3), (2, 7), (5, 5), (12, 1)])
    func mirror(_ a: Int, _ b: Int) {
        let one = Intervals.tango(onlyA: a, onlyB: b, n: 40)
        let two = Intervals.tango(onlyA: b, onlyB: a, n: 40)
        #expect(abs(one.low + two.high) < 1e-9)
        #expect(abs(one.high + two.low) < 1e-9)
        #expect(PairedTests.mcNemarExact(onlyA: a, onlyB: b) == PairedTests.mcNemarExact(onlyA: b, onlyB: a))
    }

    @Test("five one-sided wins are not enough, six are")
    func guardedBySize() {
        #expect(PairedTests.mcNemarExact(onlyA: 0, onlyB: 5) == 0.0625)
        #expect(PairedTests.mcNemarExact(onlyA: 0, onlyB: 6) < 0.05)
    }

    @Test("no discordant task is inconclusive, never equal")
    func noDiscordance() {
        let same = Array(repeating: 1.0, count: 50)
        let pairs = PairedOutcomes(tasks: same.indices.map(String.init), a: same, b: same, single: true)
        #expect(DecisionRule.decide(pairs).verdict == .inconclusive)
    }
}
