import AssayCore
package import AssayStatistics
import AssaySupport

/// Two sets of results on the same tasks, and the verdict on them.
package struct Comparison: Sendable {
    /// The verdict on the difference.
    package private(set) var verdict: ComparisonVerdict
    /// The verdict on a loss of the margin or more.
    package private(set) var nonInferiority: NonInferiority
    /// The numbers behind both.
    package let decision: Decision
    /// The p values by which both were decided: corrected (Holm) where there are several candidates.
    package private(set) var claims: Claims
    /// Whether there are several candidates, so that p is corrected.
    package private(set) var isCorrected = false
    /// The paired results: all counts of samples come from them, as the difference does.
    package let outcomes: PairedOutcomes
    /// The smallest difference that this many tasks detect with 80 % power; nil where they detect none.
    package let mde: Double?
    /// The assurance tiers of the verdicts that count, joined by a plus sign.
    package let tier: String
    /// The tasks on which the two differ.
    package let flips: [Flip]
    /// Which versions of the verdict logic judged the baseline.
    package let judgedA: JudgingVersions
    /// Which versions of the verdict logic judged the candidate.
    package let judgedB: JudgingVersions
    /// The state of the sequential test, for a run that may stop early.
    package private(set) var sequential: SequentialNote?

    /// Whether the difference is significant, yet smaller than the margin.
    package var negligible: Bool { decision.isNegligible(by: claims) }
}

extension Comparison {
    /// Compares B with the baseline A.
    ///
    /// - Throws: `NotComparable` where that would say nothing.
    package static func make(
        _ a: ResultSet, _ b: ResultSet, _ rules: ComparisonRules = ComparisonRules()
    ) throws(NotComparable) -> Comparison {
        for set in [a, b] where set.tampering > rules.mostTampering {
            throw NotComparable(
                description:
                    "\(Text.percent(set.tampering)) of the verdicts of \(set.name) are suspected tampering; the limit is \(Text.percent(rules.mostTampering))")
        }
        let paired = try PairedResults(a, b)
        try paired.check(allowTierMix: rules.allowTierMix)
        let outcomes = paired.outcomes
        let decision = DecisionRule.decide(outcomes, margin: rules.margin, alpha: rules.alpha, family: rules.family)
        return Comparison(
            verdict: decision.verdict, nonInferiority: decision.nonInferiority,
            decision: decision, claims: decision.claims, outcomes: outcomes,
            mde: Power.smallestDetectable(tasks: outcomes.tasks), tier: paired.tier, flips: paired.flips,
            judgedA: a.judged, judgedB: b.judged)
    }

    /// Compares by a run that may stop early: regressed where it did, else by what is left of α.
    ///
    /// The estimate at such a stop is biased away from zero.
    ///
    /// - Throws: `NotComparable` where that would say nothing.
    package static func sequential(
        _ a: ResultSet, _ b: ResultSet, gate: SequentialGate, rules: ComparisonRules
    ) throws(NotComparable) -> Comparison {
        var result = try make(a, b, rules.with(alpha: gate.finalAlpha))
        if gate.isStopped && result.outcomes.tasks >= Decision.fewestTasks { result.verdict = .regressed }
        result.sequential = SequentialNote(pairs: gate.pairs, evidence: gate.evidence, bound: gate.bound, stopped: gate.isStopped)
        return result
    }

    /// Compares several candidates with one baseline.
    ///
    /// - Throws: `NotComparable` where that would say nothing of one of them.
    package static func family(
        _ baseline: ResultSet, _ candidates: [ResultSet], _ rules: ComparisonRules = ComparisonRules()
    ) throws(NotComparable) -> [Comparison] {
        var results: [Comparison] = []
        for candidate in candidates { results.append(try make(baseline, candidate, rules.with(family: candidates.count))) }
        return corrected(results)
    }

    /// The results on several candidates, of which each finding holds for the whole family: every kind of claim, of a
    /// difference, of equivalence and of (non-)inferiority, is corrected by Holm's method.
    package static func corrected(_ results: [Comparison]) -> [Comparison] {
        guard results.count > 1 else { return results }
        return zip(results, Claims.corrected(results.map(\.decision.claims))).map { result, claims in
            var result = result
            result.claims = claims
            result.isCorrected = true
            result.verdict = result.decision.verdict(by: claims)
            result.nonInferiority = result.decision.nonInferiority(by: claims)
            return result
        }
    }
}
