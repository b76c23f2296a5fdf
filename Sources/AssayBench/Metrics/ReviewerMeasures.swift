package import AssayCore
package import AssayStatistics

/// How well a reviewer tells wrong code from right code, where the truth is known.
package struct ReviewerMeasures: Sendable, Equatable, Codable {
    /// One rule by which an answer is said to be wrong.
    package struct Detection: Sendable, Equatable, Codable {
        /// Wrong answers that were said to be wrong.
        package var found = 0
        /// Right answers that were said to be wrong.
        package var falseAlarms = 0
    }

    package var wrong = 0
    package var right = 0
    /// Said to be wrong by a claim whose proof was run and confirmed.
    package var confirmed = Detection()
    /// Said to be wrong by any claim, as without proof one would have to take it.
    package var claimed = Detection()
    /// Claims by what came of them.
    package var claims: [String: Int] = [:]

    package init() {}

    /// Adds what was said of one answer.
    package mutating func add(isWrong: Bool, _ statuses: [ClaimStatus]) {
        if isWrong { wrong += 1 } else { right += 1 }
        for status in statuses { claims[status.rawValue, default: 0] += 1 }
        func add(_ said: Bool, _ detection: inout Detection) {
            guard said else { return }
            if isWrong { detection.found += 1 } else { detection.falseAlarms += 1 }
        }
        add(statuses.contains(.confirmed), &confirmed)
        add(!statuses.isEmpty, &claimed)
    }

    /// The share of wrong answers that are said to be wrong, with Wilson's interval; nil without wrong answers.
    package func recall(_ detection: Detection) -> (estimate: Double, interval: Interval)? { Self.share(detection.found, of: wrong) }

    /// The share of right answers that are said to be wrong.
    package func falseAlarmRate(_ detection: Detection) -> (estimate: Double, interval: Interval)? { Self.share(detection.falseAlarms, of: right) }

    /// The share of what is said to be wrong that is.
    package func precision(_ detection: Detection) -> (estimate: Double, interval: Interval)? {
        Self.share(detection.found, of: detection.found + detection.falseAlarms)
    }

    private static func share(_ count: Int, of all: Int) -> (estimate: Double, interval: Interval)? {
        all == 0 ? nil : (Double(count) / Double(all), Intervals.wilson(count, of: all))
    }
}
