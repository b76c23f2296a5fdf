package import AssayCore
import AssaySupport
import GRDB

/// What earlier finished attempts of one arm used in total, without replays of recordings.
package struct SpentBefore: Sendable {
    /// The number of attempts.
    package let attempts: Int
    /// The sum of their durations, in seconds.
    package let seconds: Double
    /// The sum of their tokens, by configured model name.
    package var usage: [String: TokenUsage] = [:]
}

extension Store {
    /// Returns what attempts of arms with these digests used, by digest; a digest without any is left out.
    package func spentBefore(byArms digests: Set<String>) throws(HarnessError) -> [String: SpentBefore] {
        try read { db in
            var spent: [String: SpentBefore] = [:]
            for digest in digests.sorted() {
                let arms = "arm r JOIN experiment e ON e.id = r.experiment AND NOT e.recording JOIN attempt a ON a.experiment = r.experiment AND a.arm = r.name"
                let sums = try Row.fetchOne(
                    db, sql: "SELECT COUNT(*) AS number, SUM(a.seconds) AS seconds FROM \(arms) WHERE r.digest = ? AND a.status = 'done'",
                    arguments: [digest])
                guard let sums, sums["number"] as Int > 0 else { continue }
                var own = SpentBefore(attempts: sums["number"], seconds: sums["seconds"] ?? 0)
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT c.model, SUM(c.prompt_tokens) AS prompt, SUM(c.completion_tokens) AS completion, SUM(c.cached_tokens) AS cached,
                            SUM(c.estimated_tokens) AS estimated
                        FROM \(arms) JOIN model_call c ON c.attempt = a.id WHERE r.digest = ? AND a.status = 'done' GROUP BY c.model
                        """, arguments: [digest])
                for row in rows { own.usage[row["model"]] = Self.usage(row) }
                spent[digest] = own
            }
            return spent
        }
    }
}
