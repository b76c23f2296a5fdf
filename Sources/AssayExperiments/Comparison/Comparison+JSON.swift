import AssayStatistics
import AssaySupport

/// The JSON of `compare` and of the pairs in reports: every key is always there, null where nothing can be said.
extension Comparison: Encodable {
    private enum Key: String, CodingKey {
        case verdict, n, samples, solvedA, solvedB, fixed, broke, pExact, pAdjusted, pEquivalence, pNonInferiority, nonInferiority, difference
        case ci95, ci90, mde, tier, negligible, tasksNeeded, method, flips, verificationVersionsA, verificationVersionsB, sameVerification, sequential
    }

    /// Writes all keys, with null for values that are unknown.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(verdict, forKey: .verdict)
        try object.encode(outcomes.tasks, forKey: .n)
        try object.encode(outcomes.samples, forKey: .samples)
        try object.encode(outcomes.solvedA, forKey: .solvedA)
        try object.encode(outcomes.solvedB, forKey: .solvedB)
        try object.encode(outcomes.onlyB, forKey: .fixed)
        try object.encode(outcomes.onlyA, forKey: .broke)
        try object.encode(decision.claims.difference, forKey: .pExact)
        // An optional is encoded as null, where `encodeIfPresent` would leave its key out.
        try object.encode(isCorrected ? claims.difference : nil, forKey: .pAdjusted)
        try object.encode(claims.equivalence, forKey: .pEquivalence)
        try object.encode(claims.nonInferiority, forKey: .pNonInferiority)
        try object.encode(nonInferiority, forKey: .nonInferiority)
        try object.encode(decision.difference, forKey: .difference)
        try object.encode(decision.interval.map { [$0.low, $0.high] }, forKey: .ci95)
        try object.encode([decision.equivalenceInterval.low, decision.equivalenceInterval.high], forKey: .ci90)
        try object.encode(mde, forKey: .mde)
        try object.encode(tier, forKey: .tier)
        try object.encode(negligible, forKey: .negligible)
        try object.encode(decision.tasksNeeded, forKey: .tasksNeeded)
        try object.encode(decision.method.rawValue, forKey: .method)
        try object.encode(flips, forKey: .flips)
        try object.encode(judgedA, forKey: .verificationVersionsA)
        try object.encode(judgedB, forKey: .verificationVersionsB)
        try object.encode(judgedA.isSame(as: judgedB), forKey: .sameVerification)
        try object.encodeIfPresent(sequential, forKey: .sequential)
    }
}
