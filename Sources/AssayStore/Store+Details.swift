package import AssayCore
import AssaySupport
import GRDB

/// One stored event of an attempt, with the model call or the verification that belongs to it.
package struct EventRecord: Sendable {
    /// The phase of the pipeline; a word of a newer version is kept as it is.
    package let phase: StoredWord<Phase>
    /// A short description of the event.
    package let note: String
    /// The request of the call, as JSON.
    package let request: String?
    /// The text of the answer; nil without a call or an answer.
    package let reply: String?
    /// The configured name of the model that was called.
    package let model: String?
    /// The tokens of the call; unknown counts are 0.
    package let usage: TokenUsage
    /// The duration of the call or the verification, in seconds.
    package let seconds: Double
    /// How the answer ended; nil without an answer or for a word of a newer version.
    package let end: AnswerEnd?
    /// Why the call failed.
    package let error: String?
    /// The verified candidate, as JSON.
    package let candidate: String?
    /// The review report of the verification, as JSON.
    package let report: String?
    /// Whether the verification used the visible checks or all of them.
    package let scope: CheckScope?
}

extension Store {
    /// Returns all events of one attempt in order.
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

    /// Returns the patch that an attempt delivers; nil where it has delivered none.
    package func patch(of attempt: Int64) throws(HarnessError) -> String? {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT unpacked(b.content) FROM attempt a JOIN blob b ON b.digest = a.patch WHERE a.id = ?", arguments: [attempt])
        }
    }

    /// The token counts in the columns `prompt`, `completion`, `cached` and `estimated` of a row.
    static func usage(_ row: Row) -> TokenUsage {
        // SQL's sum of unknown counts alone is null.
        TokenUsage(
            prompt: row["prompt"] ?? 0, completion: row["completion"] ?? 0, cached: row["cached"] ?? 0, estimated: row["estimated"] ?? 0)
    }

    /// Returns, by attempt and model, the tokens of all calls of a run.
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

    /// Returns, by attempt, the tags of the checks that failed in the deciding verification.
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
