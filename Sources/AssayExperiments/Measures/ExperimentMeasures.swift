import AssayCore
import AssayStore
import AssaySupport

/// The measures of the attempts of a run, read from their stored steps.
struct ExperimentMeasures {
    private let steps: [Int64: [StepRecord]]
    private let left: [Int64: [RemainingFindings]]
    private let ends: [Int64: [AnswerEnd: Int]]
    /// Whether a candidate passed the hidden checks, by its digest, whichever arm delivered it.
    private var truth: [String: Bool] = [:]

    init(_ run: String, from store: Store) throws(HarnessError) {
        steps = try store.steps(of: run)
        left = try store.findingsLeft(of: run)
        ends = try store.answerEnds(of: run)
        for verified in steps.values.joined().compactMap(\.verified) where verified.scope == .full {
            truth[verified.candidate] = verified.verdict == .passed
        }
    }

    /// The measures of one attempt.
    func of(_ attempt: AttemptRecord) -> AttemptMeasures {
        var measures = AttemptMeasures()
        for record in left[attempt.id] ?? [] {
            measures.leftInAll += record.count
            if record.kind == .staticCheck { measures.left[.init(rule: record.rule), default: 0] += record.count }
        }
        let own = steps[attempt.id] ?? []
        measures.rounds = Self.rounds(own)
        measures.progress = Self.progress(own)
        measures.review = review(own)
        measures.verifying = own.reduce(0) { $0 + ($1.verified?.seconds ?? 0) }
        measures.change = attempt.result.change
        measures.ends = ends[attempt.id] ?? [:]
        return measures
    }

    /// Each fix round against the best candidate before it: that is what it began with.
    private static func rounds(_ steps: [StepRecord]) -> [AttemptMeasures.Round] {
        var rounds: [AttemptMeasures.Round] = []
        var best: [String: Bool] = [:]
        for verified in steps.compactMap(\.verified) where verified.scope == .visible {
            if verified.round > 0 {
                let names = Set(best.keys).union(verified.checks.keys)
                rounds.append(
                    .init(
                        number: verified.round, fixed: names.count { best[$0] != true && verified.checks[$0] == true },
                        broken: names.count { best[$0] == true && verified.checks[$0] != true }, isGreen: verified.verdict == .passed))
            }
            if verified.best { best = verified.checks }
        }
        return rounds
    }

    /// The visible checks that pass after each round, by its last verification.
    ///
    /// Of a candidate that does not build few checks are reported, so that a share is of the most that any round had.
    private static func progress(_ steps: [StepRecord]) -> [AttemptMeasures.Progress] {
        let seen = steps.compactMap(\.verified).filter { $0.scope == .visible }
        let all = seen.map(\.checks.count).max() ?? 0
        let last = Dictionary(seen.map { ($0.round, $0) }, uniquingKeysWith: { _, later in later })
        return last.keys.sorted().map { round in .init(round: round, passed: last[round]?.checks.values.count { $0 } ?? 0, all: all) }
    }

    /// The reviewer called defective what it has a confirmed claim against; the truth is what the hidden checks say.
    private func review(_ steps: [StepRecord]) -> AttemptMeasures.Review {
        var review = AttemptMeasures.Review()
        var best: String?
        var isOpen = false
        var found = false
        func close() {
            guard isOpen else { return }
            switch (found, best.flatMap { truth[$0] }) {
            case (_, nil): review.unknown += 1
            case (true, false?): review.truePositives += 1
            case (true, true?): review.falsePositives += 1
            case (false, false?): review.falseNegatives += 1
            case (false, true?): review.trueNegatives += 1
            }
            (isOpen, found) = (false, false)
        }
        for step in steps {
            if step.asksReviewer || step.verified?.best == true { close() }
            if let verified = step.verified, verified.best { best = verified.candidate }
            if step.asksReviewer { isOpen = true }
            switch ClaimStatus(note: step.note) {
            case .confirmed: (review.confirmed, found) = (review.confirmed + 1, true)
            case .refuted: review.refuted += 1
            case .advisory: review.advisory += 1
            case nil: break
            }
        }
        close()
        return review
    }
}
