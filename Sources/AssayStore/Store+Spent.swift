package import AssayCore
import AssaySupport
import GRDB

/// What finished attempts of one arm's settings took together, recordings aside.
package struct SpentBefore: Sendable {
    package var attempts = 0
    package var seconds = 0.0
    /// By model.
    package var usage: [String: TokenUsage] = [:]
}

extension Store {
    /// Returns what attempts with these settings took, by the settings' digest.
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
