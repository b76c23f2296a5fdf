package import AssayCore
import AssaySupport
import GRDB

/// One stored step of an attempt that bears on its quality: a verification or a note of the review.
package struct StepRecord: Sendable {
    /// A verification of the candidate of a step.
    package struct Verified: Sendable {
        /// The number of the fix round, 0 before the first.
        package let round: Int
        /// Whether the candidate ranked best so far.
        package let best: Bool
        /// Whether visible or all checks were run.
        package let scope: CheckScope
        /// The digest of the candidate.
        package let candidate: String
        /// The verdict; nil for a word of a newer version.
        package let verdict: Verdict?
        /// The duration of the verification, in seconds.
        package let seconds: Double
        /// Whether each check passed, by name, without static checks; only filled for the visible scope.
        package let checks: [String: Bool]
    }
    /// The description of the event.
    package let note: String
    /// The verification of the step; nil for a step of the review.
    package var verified: Verified?
    /// Whether the step is a call to the reviewer.
    package let asksReviewer: Bool
}

/// The calls, tokens and time that one role used in one phase of one arm.
package struct RoleUsage: Sendable {
    /// The name of the arm.
    package let arm: String
    /// The phase of the pipeline.
    package let phase: StoredWord<Phase>
    /// The role that was asked.
    package let role: StoredWord<Role>
    /// The configured name of the model.
    package let model: String
    /// The number of calls.
    package let calls: Int
    /// The sum of their tokens.
    package let usage: TokenUsage
    /// The sum of their durations, in seconds.
    package let seconds: Double
}

/// The findings of one rule that remained in the deciding candidate of an attempt.
package struct RemainingFindings: Sendable {
    /// The kind of the findings; nil for a word of a newer version.
    package let kind: FindingKind?
    /// The rule that they violate.
    package let rule: String
    /// Their number.
    package let count: Int
}

extension Store {
    /// Counts the claims of the reviewer of one arm in the finished attempts of a run that come before a row, and those that tests confirmed.
    package func reviewClaims(of experiment: String, arm: String, before end: Int64) throws(HarnessError) -> (confirmed: Int, all: Int) {
        try read { db in
            let notes = try String.fetchAll(
                db,
                sql: """
                    SELECT e.note FROM attempt a JOIN event e ON e.attempt = a.id
                    WHERE a.experiment = ? AND a.arm = ? AND a.id < ? AND a.status = 'done' AND e.phase = 'review'
                    """, arguments: [experiment, arm, end])
            let claims = notes.compactMap(ClaimStatus.init(note:))
            return (claims.count { $0 == .confirmed }, claims.count)
        }
    }

    /// Returns, by attempt, its verifications and review steps in order.
    package func steps(of experiment: String) throws(HarnessError) -> [Int64: [StepRecord]] {
        try read { db in
            var checks: [Int64: [String: Bool]] = [:]
            let results = try Row.fetchCursor(
                db,
                sql: """
                    SELECT k.verification, k.name, k.status = 'passed' AS passed
                    FROM attempt a JOIN verification v ON v.attempt = a.id JOIN check_result k ON k.verification = v.id
                    WHERE a.experiment = ? AND v.scope = 'visible' AND k.kind <> 'static'
                    """, arguments: [experiment])
            while let row = try results.next() {
                checks[row["verification"], default: [:]][row["name"]] = row["passed"]
            }
            var steps: [Int64: [StepRecord]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT e.attempt, e.note, c.role, v.id AS verification, v.round, v.best, v.scope, v.candidate, v.verdict, v.seconds
                    FROM attempt a JOIN event e ON e.attempt = a.id
                    LEFT JOIN verification v ON v.event = e.id
                    LEFT JOIN model_call c ON c.event = e.id
                    WHERE a.experiment = ? AND (e.phase = 'review' OR v.id IS NOT NULL) ORDER BY e.id
                    """, arguments: [experiment])
            while let row = try rows.next() {
                let role: String? = row["role"]
                var step = StepRecord(note: row["note"], asksReviewer: role == Role.reviewer.rawValue)
                if let id: Int64 = row["verification"] {
                    step.verified = StepRecord.Verified(
                        round: row["round"], best: row["best"], scope: CheckScope(rawValue: row["scope"]) ?? .visible, candidate: row["candidate"],
                        verdict: Verdict(rawValue: row["verdict"]), seconds: row["seconds"], checks: checks[id] ?? [:])
                }
                steps[row["attempt"], default: []].append(step)
            }
            return steps
        }
    }

    /// Returns, by attempt, the findings in the deciding candidate, without those of hidden checks.
    package func findingsLeft(of experiment: String) throws(HarnessError) -> [Int64: [RemainingFindings]] {
        try read { db in
            var left: [Int64: [RemainingFindings]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT v.attempt, f.kind, f.rule, COUNT(*) AS number
                    FROM attempt a JOIN verification v ON v.attempt = a.id AND v.scope = 'full' JOIN finding f ON f.verification = v.id
                    WHERE a.experiment = ? AND NOT f.hidden GROUP BY v.attempt, f.kind, f.rule
                    """, arguments: [experiment])
            while let row = try rows.next() {
                left[row["attempt"], default: []].append(RemainingFindings(kind: FindingKind(rawValue: row["kind"]), rule: row["rule"], count: row["number"]))
            }
            return left
        }
    }

    /// Returns, by attempt, how many of its answers ended in each way.
    package func answerEnds(of experiment: String) throws(HarnessError) -> [Int64: [AnswerEnd: Int]] {
        try read { db in
            var ends: [Int64: [AnswerEnd: Int]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT c.attempt, c.finish, COUNT(*) FROM model_call c JOIN attempt a ON a.id = c.attempt
                    WHERE a.experiment = ? AND c.state = 'answered' GROUP BY c.attempt, c.finish
                    """, arguments: [experiment])
            while let row = try rows.next() {
                if let end = (row[1] as String?).flatMap(AnswerEnd.init) { ends[row[0], default: [:]][end] = row[2] }
            }
            return ends
        }
    }

    /// Returns, by attempt, the deciding candidate as JSON.
    package func candidates(of experiment: String) throws(HarnessError) -> [Int64: String] {
        try read { db in
            var candidates: [Int64: String] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT v.attempt, unpacked(b.content) AS content FROM attempt a JOIN verification v ON v.attempt = a.id AND v.scope = 'full'
                    JOIN blob b ON b.digest = v.candidate WHERE a.experiment = ?
                    """, arguments: [experiment])
            while let row = try rows.next() { candidates[row["attempt"]] = row["content"] }
            return candidates
        }
    }

    /// Returns what each role of each arm used in each phase, in the order of the pipeline.
    package func spent(of experiment: String) throws(HarnessError) -> [RoleUsage] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.arm, c.phase, c.role, c.model, COUNT(*) AS calls, SUM(c.prompt_tokens) AS prompt,
                        SUM(c.completion_tokens) AS completion, SUM(c.cached_tokens) AS cached,
                        SUM(c.estimated_tokens) AS estimated, SUM(c.seconds) AS seconds
                    FROM attempt a JOIN model_call c ON c.attempt = a.id JOIN arm r ON r.experiment = a.experiment AND r.name = a.arm
                    WHERE a.experiment = ? GROUP BY r.position, c.phase, c.role, c.model ORDER BY r.position, MIN(c.id)
                    """, arguments: [experiment]
            ).map {
                RoleUsage(
                    arm: $0["arm"], phase: StoredWord(rawValue: $0["phase"]), role: StoredWord(rawValue: $0["role"]), model: $0["model"],
                    calls: $0["calls"], usage: Self.usage($0), seconds: $0["seconds"])
            }
        }
    }

    /// Selects the first error of the deciding verification of each attempt that did not pass.
    package static let reasonsQuery = """
        SELECT v.attempt, f.message, MIN(f.rowid) FROM attempt a JOIN verification v ON v.attempt = a.id AND v.scope = 'full'
        JOIN finding f ON f.verification = v.id
        WHERE a.experiment = ? AND a.verdict <> 'passed' AND f.severity = 'error' GROUP BY v.attempt
        """

    /// Returns, by attempt that did not pass, the first error found in the deciding candidate.
    package func reasons(of experiment: String) throws(HarnessError) -> [Int64: String] {
        try read { db in
            var reasons: [Int64: String] = [:]
            let rows = try Row.fetchCursor(db, sql: Self.reasonsQuery, arguments: [experiment])
            while let row = try rows.next() { reasons[row[0]] = row[1] }
            return reasons
        }
    }

    /// Returns, by attempt, when it started, in seconds since 1970, and its first request as JSON.
    package func beginnings(of experiment: String) throws(HarnessError) -> [Int64: (started: Double, request: String?)] {
        try read { db in
            var beginnings: [Int64: (started: Double, request: String?)] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT a.id, a.started, unpacked(b.content) AS content FROM attempt a
                    LEFT JOIN model_call c ON c.id = (SELECT MIN(id) FROM model_call WHERE attempt = a.id)
                    LEFT JOIN blob b ON b.digest = c.request
                    WHERE a.experiment = ?
                    """, arguments: [experiment])
            while let row = try rows.next() { beginnings[row["id"]] = (row["started"] ?? 0, row["content"]) }
            return beginnings
        }
    }
}
