package import AssayCore
import AssaySupport
import GRDB

/// One event of an attempt, with the call or the verification that hangs on it.
package struct EventRecord: Sendable {
    package let phase: StoredWord<Phase>
    package var note: String
    package var request: String?
    package var reply: String?
    package var model: String?
    package var usage: TokenUsage
    package var seconds: Double
    /// How the call's answer ended.
    package var end: AnswerEnd?
    package var error: String?
    package var candidate: String?
    package var report: String?
    package var scope: CheckScope?
}

extension Store {
    /// Returns everything that happened in one attempt, in order.
    package func events(of attempt: Int64) throws(HarnessError) -> [EventRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT e.phase, e.note, unpacked(q.content) AS request, unpacked(r.content) AS reply, c.model,
                        COALESCE(c.prompt_tokens, 0) AS prompt, COALESCE(c.completion_tokens, 0) AS completion,
                        COALESCE(c.cached_tokens, 0) AS cached, COALESCE(c.estimated_tokens, 0) AS estimated, c.finish,
                        COALESCE(c.seconds, v.seconds, 0) AS seconds, c.error,
                        unpacked(k.content) AS candidate, unpacked(p.content) AS report, v.scope
                    FROM event e
                    LEFT JOIN model_call c ON c.event = e.id
                    LEFT JOIN blob q ON q.digest = c.request
                    LEFT JOIN blob r ON r.digest = c.reply
                    LEFT JOIN verification v ON v.event = e.id
                    LEFT JOIN blob k ON k.digest = v.candidate
                    LEFT JOIN blob p ON p.digest = v.report
                    WHERE e.attempt = ? ORDER BY e.id
                    """, arguments: [attempt]
            ).map { row in
                EventRecord(
                    phase: StoredWord(rawValue: row["phase"]), note: row["note"], request: row["request"],
                    reply: row["reply"], model: row["model"], usage: Self.usage(row), seconds: row["seconds"],
                    end: (row["finish"] as String?).flatMap(AnswerEnd.init), error: row["error"],
                    candidate: row["candidate"], report: row["report"], scope: (row["scope"] as String?).flatMap(CheckScope.init))
            }
        }
    }

    static func usage(_ row: Row) -> TokenUsage {
        // A sum of none but unknown counts is null.
        TokenUsage(
            prompt: row["prompt"] ?? 0, completion: row["completion"] ?? 0, cached: row["cached"] ?? 0, estimated: row["estimated"] ?? 0)
    }

    /// Returns, per attempt, the tokens that each model was asked for.
    package func usage(of experiment: String) throws(HarnessError) -> [Int64: [String: TokenUsage]] {
        try read { db in
            var usage: [Int64: [String: TokenUsage]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT c.attempt, c.model, SUM(c.prompt_tokens) AS prompt, SUM(c.completion_tokens) AS completion,
                        SUM(c.cached_tokens) AS cached, SUM(c.estimated_tokens) AS estimated
                    FROM model_call c JOIN attempt a ON a.id = c.attempt
                    WHERE a.experiment = ? GROUP BY c.attempt, c.model
                    """, arguments: [experiment])
            while let row = try rows.next() {
                usage[row["attempt"], default: [:]][row["model"]] = Self.usage(row)
            }
            return usage
        }
    }

    /// Returns, per attempt, the tags of the checks that failed in the deciding verification.
    package func failingTags(of experiment: String) throws(HarnessError) -> [Int64: [CheckTag]] {
        try read { db in
            var tags: [Int64: [CheckTag]] = [:]
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT v.attempt, k.tag FROM check_result k
                    JOIN verification v ON v.id = k.verification AND v.scope = 'full'
                    JOIN attempt a ON a.id = v.attempt
                    WHERE a.experiment = ? AND k.tag IS NOT NULL AND k.status <> 'passed'
                    """, arguments: [experiment])
            for row in rows {
                let attempt: Int64 = row["attempt"]
                if let tag = CheckTag(rawValue: row["tag"]) { tags[attempt, default: []].append(tag) }
            }
            return tags
        }
    }
}
