import AssayStatistics
import AssaySupport
import AssayTestSupport
import Glibc
import Testing

/// What is compared, by group of the reference.
private let groups: [String: @Sendable (JSONValue) -> [Match]] = [
    "normal_quantile": { group in
        group.list?.map { match("", Distributions.normalQuantile($0.n("p")), $0, "z") } ?? []
    },
    "student_t_quantile": { group in
        group.list?.map { match("", Distributions.studentQuantile($0.n("p"), df: $0.n("df")), $0, "t", tolerance: 1e-8, relative: true) } ?? []
    },
    "reg_inc_beta": { group in
        group.list?.map { match("", Distributions.incompleteBeta($0.n("a"), $0.n("b"), $0.n("x")), $0, "I") } ?? []
    },
    "beta_quantile": { group in
        group.list?.map { match("", Distributions.betaQuantile($0.n("p"), $0.n("a"), $0.n("b")), $0, "x") } ?? []
    },
    "pass_at_k": { _ in
        Vectors.cases("pass_at_k").flatMap { row in
            let (n, c, k) = (row.i("n"), row.i("c"), row.i("k"))
            return [
                match("\(n) \(c) \(k)", PassAtK.estimate(samples: n, correct: c, k: k), row, "pass_at_k"),
                match("\(n) \(c) \(k)", PassAtK.all(samples: n, correct: c, k: k), row, "pass_hat_k"),
            ]
        }
    },
    "binomial_ci": { group in
        (group.list ?? []).flatMap { row in
            [("0.9", 0.9), ("0.95", 0.95), ("0.99", 0.99)].flatMap { key, level in
                let (c, n) = (row.i("c"), row.i("n"))
                return ends("wilson", Intervals.wilson(c, of: n, level: level), row[key]?["wilson"])
                    + ends("corrected", Intervals.wilsonCorrected(c, of: n, level: level), row[key]?["wilson_cc"])
                    + ends("exact", Intervals.clopperPearson(c, of: n, level: level), row[key]?["clopper_pearson"])
                    + ends("jeffreys", Intervals.jeffreys(c, of: n, level: level), row[key]?["jeffreys_scipy"])
            }
        }
    },
    "zero_failures_upper": { _ in
        Vectors.cases("zero_failures_upper").map { match("", Intervals.upperBoundOfNone(of: $0.i("n"), alpha: $0.n("alpha")), $0, "upper") }
    },
    "mcnemar": { _ in
        Vectors.cases("mcnemar").flatMap { row in
            let (b, c) = (row.i("b"), row.i("c"))
            var matches = [
                match("\(b) \(c)", PairedTests.mcNemarExact(onlyA: b, onlyB: c), row, "exact_two_sided"),
                match("\(b) \(c)", PairedTests.mcNemarMidP(onlyA: b, onlyB: c), row, "mid_p"),
            ]
            guard b + c > 0 else { return matches }
            matches += [
                match("\(b) \(c)", PairedTests.mcNemarOneSided(onlyA: c, onlyB: b), row, "exact_one_sided_b_less"),
                match("\(b) \(c)", PairedTests.mcNemarOneSided(onlyA: b, onlyB: c), row, "exact_one_sided_b_greater"),
            ]
            for (key, corrected) in [("chi2", false), ("chi2_cc", true)] {
                let ours = PairedTests.mcNemarChiSquared(onlyA: b, onlyB: c, corrected: corrected)
                let reference = row[key]?.numbers ?? [.nan, .nan]
                matches.append(Match(what: key, ours: ours.statistic, reference: reference[0]))
                matches.append(Match(what: key + " p", ours: ours.p, reference: reference[1]))
            }
            return matches
        }
    },
    "splitmix64": { group in
        var generator = SplitMix64(seed: 1_234_567)
        let expected = group["first5_hex"]?.list?.compactMap(\.text).map { UInt64($0.dropFirst(2), radix: 16) } ?? []
        var below = SplitMix64(seed: 42)
        let draws = group["seed42_below10_first10"]?.numbers ?? []
        return [
            truth("stream", expected == (0..<5).map { _ in generator.next() }),
            truth("below", draws == (0..<10).map { _ in Double(below.below(10)) }),
        ]
    },
    "dataset": { group in
        [truth("12 tasks of 3 seeds", ["A", "B", "cost_A", "cost_B"].allSatisfy { group[$0]?.rows.map(\.count) == Array(repeating: 3, count: 12) })]
    },
    "clustered_se": { group in
        let ours = ClusteredMean(Vectors.dataset("A"))
        return [
            match("", ours.mean, group, "mean"), match("", ours.naive, group, "naive_se"), match("", ours.cr0, group, "cr0_se_miller"),
            match("", ours.cr1, group, "cr1_se"), match("", Double(ours.clusters - 1), group, "t_df"),
        ] + ends("interval", ours.interval(), group["ci95_cr1_t"])
    },
    "clustered_se_unequal": { group in
        let (x, cluster) = (group["x"]?.numbers ?? [], group["cluster"]?.numbers ?? [])
        let ours = ClusteredMean(Set(cluster).sorted().map { name in zip(x, cluster).filter { $0.1 == name }.map(\.0) })
        return [match("", ours.mean, group, "mean"), match("", ours.cr0, group, "cr0"), match("", ours.cr1, group, "cr1")]
    },
    "paired_task_difference": { group in
        let ours = PairedTests.student(Vectors.differences)
        return [
            match("", ours.moments.mean, group, "mean"), match("", ours.moments.deviation, group, "sd"), match("", ours.moments.error, group, "se"),
            match("", ours.t, group, "t"), match("", ours.p, group, "p"),
        ] + ends("interval", Intervals.meanDifference(Vectors.differences), group["ci95"])
    },
    "variance_components": { group in
        ["A", "B"].flatMap { arm in
            let ours = VarianceComponents(Vectors.dataset(arm))
            let row = group[arm] ?? .null
            return [
                match(arm, ours.within, row, "within_msw"), match(arm, ours.between, row, "between_msb"),
                match(arm, ours.tasks, row, "sigma2_between"), match(arm, ours.correlation, row, "icc1"),
                match(arm, ours.designEffect, row, "design_effect"),
            ]
        }
    },
    "sign_flip_permutation_exact": { group in [match("", PairedTests.signFlip(Vectors.differences), group, "two_sided_p")] },
    "sign_test": { group in
        let d = Array(repeating: 1.0, count: group.i("pos")) + Array(repeating: -1, count: group.i("neg")) + Array(repeating: 0, count: group.i("zero"))
        return [match("", PairedTests.sign(d), group, "p_two_sided")]
    },
    "wilcoxon_exact_no_zero_ties_demo": { group in [match("", PairedTests.wilcoxon(group["d"]?.numbers ?? []), group, "p_two_sided")] },
    "paired_cluster_bootstrap": { group in
        let d = Vectors.differences
        let drawn = Bootstrap(mean: d, seed: 20_240_711)
        let estimate = d.reduce(0, +) / Double(d.count)
        let left = d.indices.map { out in d.indices.filter { $0 != out }.reduce(0) { $0 + d[$1] } / Double(d.count - 1) }
        let accelerated = drawn.accelerated(estimate: estimate, left: left)
        let bca = group["bca95"] ?? .null
        let first = group["first5_replicates"]?.numbers ?? []
        return ends("percentile 95", drawn.percentile(), group["ci95_percentile"], tolerance: 1e-12)
            + ends("percentile 90", drawn.percentile(level: 0.9), group["ci90_percentile"], tolerance: 1e-12)
            + ends("accelerated", accelerated.interval, bca["ci"], tolerance: 1e-6)
            + zip(drawn.replicates, first).map { Match(what: "replicate", ours: $0, reference: $1, tolerance: 1e-12) }
            + [
                match("", drawn.error, group, "bootstrap_se_ddof1"), match("", accelerated.bias, bca, "z0", tolerance: 1e-6),
                match("", accelerated.acceleration, bca, "accel", tolerance: 1e-6), truth("five replicates", first.count == 5),
            ]
    },
    "cost_per_solved": { group in
        func arm(_ name: String) -> [(cost: Double, solved: Double)] {
            zip(Vectors.dataset("cost_" + name), Vectors.dataset(name)).map { ($0.0.reduce(0, +), $0.1.reduce(0, +)) }
        }
        let ours = CostComparison(a: arm("A"), b: arm("B"))
        return [
            match("", ours.perSolvedA, group, "A"), match("", ours.perSolvedB, group, "B"),
            match("", ours.perSolvedB / ours.perSolvedA, group, "ratio_B_over_A"),
            match("", ours.marginal, group, "marginal_cost_per_extra_solve"),
        ] + ends("ratio", ours.ratioInterval(seed: 7), group["log_ratio_bootstrap"]?["ci95_ratio"])
    },
    "tost_paired_t": { _ in
        Vectors.cases("tost_paired_t").flatMap { row in
            let ours = PairedTests.equivalence(Vectors.differences, margin: row.n("margin"))
            return [
                match("", ours.below, row, "p_lower"), match("", ours.above, row, "p_upper"),
                match("", max(ours.below, ours.above), row, "p_tost"),
            ]
        }
    },
    "paired_proportion_difference": { _ in
        Vectors.cases("paired_proportion_difference").flatMap { row in
            let (a, b, n) = (row.i("only_A"), row.i("only_B"), row.i("n"))
            let tango90 = Intervals.tango(onlyA: a, onlyB: b, n: n, level: 0.9)
            let newcombe = Intervals.newcombe(both: row.i("both"), onlyA: a, onlyB: b, neither: row.i("neither"))
            return ends("tango 95", Intervals.tango(onlyA: a, onlyB: b, n: n), row["tango95"], tolerance: 1e-8)
                + ends("tango 90", tango90, row["tango90"], tolerance: 1e-8)
                + ends("newcombe", newcombe, row["newcombe10_95"], tolerance: 1e-8)
                + [truth("equivalent", tango90.low > -0.1 && tango90.high < 0.1, row["tost_margin10_equivalent_by_tango90"]?.flag ?? false)]
        }
    },
    "sprt_discordant": { group in
        let test = SequentialRatioTest()
        let asn = group["wald_asn"] ?? .null
        return Vectors.cases("sprt_discordant").flatMap { row in
            let ours = test.run(row["seq"]?.numbers.map { $0 == 1 } ?? [])
            let reference = row["llr"]?.numbers ?? []
            let outcome: SequentialRatioTest.Outcome = row["decision"]?.text == "accept_H1" ? .worse : .alike
            return [
                match("", test.upper, row, "upper"), match("", test.lower, row, "lower"),
                truth("decision", ours.outcome == outcome && ours.ratios.count == row.i("at") && reference.count == ours.ratios.count),
            ] + zip(ours.ratios, reference).map { Match(what: "ratio", ours: $0, reference: $1) }
        } + [
            match("", test.expectedTasks(0.5, isWorse: false), asn, "under_H0_p0.5"),
            match("", test.expectedTasks(0.75, isWorse: true), asn, "under_H1_p0.75"),
        ]
    },
    "e_process_sign": { group in
        let sequence = group["trace"]?["seq"]?.numbers ?? []
        let reference = group["trace"]?["E"]?.numbers ?? []
        var (lost, won) = (0, 0)
        let trace = sequence.map { step in
            if step == 1 { lost += 1 } else { won += 1 }
            return Sequential.regression(lost: lost, won: won)
        }
        let least = (1...20).first { Sequential.regression(lost: $0, won: 0) >= 20 } ?? 0
        return Vectors.cases("e_process_sign").flatMap { row in
            let (w, l) = (row.i("W"), row.i("L"))
            return [
                match("\(w) \(l)", Sequential.regression(lost: w, won: l), row, "E_one_sided", relative: true),
                match("\(w) \(l)", Sequential.difference(lost: w, won: l), row, "E_two_sided_KT", relative: true),
            ]
        } + zip(trace, reference).map { Match(what: "trace", ours: $0, reference: $1, relative: true) }
            + [
                match("", Double(least), group, "min_consecutive_losses_to_reject_alpha_.05"),
                truth("trace", trace.count == reference.count && trace.allSatisfy { $0 < 20 }),
            ]
    },
    "e_process_noninferiority": { group in
        let d = group["d"]?.numbers ?? []
        let reference = group["trace"]?.numbers ?? []
        let ours = Sequential.nonInferiority(d, margin: group.n("margin"))
        let even = Sequential.nonInferiority(Array(repeating: 0, count: 100), margin: group.n("margin"))
        let steps = (even.firstIndex { $0 >= 20 } ?? 0) + 1
        return zip(ours, reference).map { Match(what: "trace", ours: $0, reference: $1) } + [
            match("", Double(steps), group, "all_zero_d_steps_to_20"), truth("length", ours.count == reference.count),
        ]
    },
    "sample_size_mcnemar": { _ in
        Vectors.cases("sample_size_mcnemar").map {
            match("", Power.tasksNeeded(delta: $0.n("delta"), discordance: $0.n("pd")), $0, "n_raw", tolerance: 1e-9, relative: true)
        }
    },
    "sample_size_miller": { _ in
        Vectors.cases("sample_size_miller").flatMap { row in
            let (omega, a, b) = (row.n("omega2"), row.n("sA2"), row.n("sB2"))
            let (ka, kb) = (row.i("KA"), row.i("KB"))
            func detectable(_ n: Int) -> Double {
                Power.smallestDetectable(tasks: n, between: omega, withinA: a, seedsA: ka, withinB: b, seedsB: kb)
            }
            let needed = Power.tasksNeeded(delta: row.n("delta"), between: omega, withinA: a, seedsA: ka, withinB: b, seedsB: kb)
            return [
                match("", needed, row, "n", relative: true), match("", detectable(100), row, "mde_at_n100"),
                match("", detectable(30), row, "mde_at_n30"),
            ]
        }
    },
    "power_exact_mcnemar": { group in
        (group.list ?? []).flatMap { row in
            let (n, a, b) = (row.i("n"), row.n("p_only_A"), row.n("p_only_B"))
            return [
                match("\(n)", Power.mcNemar(tasks: n, onlyA: a, onlyB: b), row, "power_exact"),
                // The reference takes a mid-p of 0 where no task is discordant, and so finds a difference there;
                // its own group `mcnemar` has 1 for that case, as we do.
                match("\(n)", Power.mcNemar(tasks: n, onlyA: a, onlyB: b, midP: true) + pow(1 - a - b, Double(n)), row, "power_midp"),
            ]
        }
    },
    "multiplicity": { group in
        let p = group["p"]?.numbers ?? []
        let ours = [("holm", Multiplicity.holm(p)), ("bh", Multiplicity.benjaminiHochberg(p)), ("bonferroni", Multiplicity.bonferroni(p))]
        return ours.flatMap { name, values in
            let reference = group[name]?.numbers ?? []
            return [truth(name, values.count == reference.count)] + zip(values, reference).map { Match(what: name, ours: $0, reference: $1) }
        }
    },
    "beta_binomial": { group in
        let unpaired = group["unpaired_P_pB_gt_pA"]?.list ?? []
        let paired = group["paired_discordant_P_theta_gt_half"]?.list ?? []
        return unpaired.map { row in
            match("", BetaBinomial.isLarger(solvedA: row.i("cA"), of: row.i("nA"), solvedB: row.i("cB"), of: row.i("nB")), row, "P", tolerance: 1e-8)
        } + paired.map { match("", BetaBinomial.isMoreOften(onlyA: $0.i("only_A"), onlyB: $0.i("only_B")), $0, "P", tolerance: 1e-8) }
    },
    "review_quality": { group in
        let ours = ReviewQuality(
            truePositives: group.i("tp"), falsePositives: group.i("fp"), falseNegatives: group.i("fn"), trueNegatives: group.i("tn"))
        return [
            match("", ours.precision, group, "precision"), match("", ours.recall, group, "recall"), match("", ours.f1, group, "f1"),
            match("", ours.correlation, group, "mcc"), match("", ours.kappa, group, "cohen_kappa"),
        ] + ends("precision", ours.precisionInterval, group["precision_wilson95"])
            + ends("recall", ours.recallInterval, group["recall_wilson95"])
    },
    "flake": { _ in Vectors.cases("flake").map { match("", Flakiness.detection(rate: $0.n("f"), runs: $0.i("r")), $0, "p_detect") } },
    "decision_rule": { _ in
        Vectors.cases("decision_rule").flatMap { row in
            let both = row.i("both"), onlyA = row.i("only_A"), onlyB = row.i("only_B"), neither = row.i("neither")
            func ones(_ count: Int) -> [Double] { Array(repeating: 1, count: count) }
            func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
            let a = ones(both + onlyA) + zeros(onlyB + neither)
            let b = ones(both) + zeros(onlyA) + ones(onlyB) + zeros(neither)
            let pairs = PairedOutcomes(tasks: a.indices.map(String.init), a: a, b: b, single: true)
            let decision = DecisionRule.decide(pairs, margin: row.n("margin"))
            return ends("95", decision.ci95, row["ci95"], tolerance: 1e-8) + ends("90", decision.ci90, row["ci90"], tolerance: 1e-8)
                + [truth("verdict", decision.verdict.rawValue == row["verdict"]?.text)]
        }
    },
    "pareto": { group in
        let points = group["points"]?.list ?? []
        let front = Pareto.front(points.map { ($0.n("solve_rate"), $0.n("cost")) }).compactMap { points[$0]["arm"]?.text }
        return [truth("front", front == group["front"]?.list?.compactMap(\.text))]
    },
    "best_of_n_visible_selection": { _ in
        Vectors.cases("best_of_n_visible_selection").flatMap { row in
            let pool = BestOfN(samples: row.i("N"), visible: row.i("a"), visibleRight: row.i("ha"), otherRight: row.i("h0"))
            return [match("", pool.solved(row.i("n")), row, "p_hidden"), match("", pool.draws(row.i("n")), row, "expected_draws")]
        }
    },
    "mde_mcnemar": { _ in
        Vectors.cases("mde_mcnemar").map { row in
            let found = Power.smallestDetectable(tasks: row.i("n"), discordance: row.n("pd"))
            guard row["mde"]?.number != nil else { return truth("none", found == nil) }
            return match("\(row.i("n"))", found ?? .nan, row, "mde")
        }
    },
]

@Suite("reference vectors", .enabled(if: Places.hasShared))
struct VectorTests {
    @Test("nothing is compared that the reference lacks")
    func complete() { #expect(Set(groups.keys) == Set(Vectors.all.keys).subtracting(["meta"])) }

    @Test("every group of the reference numbers is matched", arguments: Vectors.all.keys.sorted().filter { $0 != "meta" })
    func group(_ name: String) throws {
        let compare = try #require(groups[name], "no function of ours is compared with the group '\(name)'")
        let matches = compare(Vectors.all[name] ?? .null)
        #expect(!matches.isEmpty)
        for match in matches where !match.holds {
            Issue.record("\(name) \(match.what): \(match.ours), the reference has \(match.reference)")
        }
    }
}
