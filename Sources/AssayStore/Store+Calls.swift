package import AssayCore
import AssaySupport
import GRDB

/// Model calls: stored before they are sent, completed by their answers, and kept over all tries of an attempt.
extension Store {
    /// Stores a call that is about to be sent, and returns its row id.
    @discardableResult
    static func insert(_ call: ModelCall, of attempt: Int64, _ db: Database) throws -> Int64 {
        let event = try insertEvent(of: attempt, phase: call.phase, note: note(call), db)
        try db.execute(
            sql: """
                INSERT INTO model_call (attempt, event, phase, role, model, request, state, seconds, recorded)
                VALUES (?, ?, ?, ?, ?, ?, 'sent', 0, 0)
                """,
            arguments: [attempt, event, call.phase.rawValue, call.role.rawValue, call.request.model, keep(JSON.line(call.request), db)])
        return db.lastInsertedRowID
    }

    /// Stores how a call ended, in the row of the last such call sent; a call without a row is inserted whole.
    static func end(_ call: ModelCall, of attempt: Int64, _ db: Database) throws {
        let open = try Int64.fetchOne(
            db, sql: "SELECT id FROM model_call WHERE attempt = ? AND state = 'sent' AND request = ? ORDER BY id DESC LIMIT 1",
            arguments: [attempt, Digest.of(JSON.line(call.request))])
        let id = try open ?? insert(call, of: attempt, db)
        let state: CallState = call.reply != nil ? .answered : call.isLost ? .lost : .failed
        try db.execute(
            sql: """
                UPDATE model_call SET state = ?, served_by = ?, reply = ?, files = ?, prompt_tokens = ?, completion_tokens = ?,
                    cached_tokens = ?, estimated_tokens = ?, seconds = ?, recorded = ?, finish = ?, error = ? WHERE id = ?
                """,
            arguments: [
                state.rawValue, call.reply?.servedBy, call.reply.map { try keep($0.text, db) }, call.reply?.change.map { try keep(JSON.line($0), db) },
                call.reply?.usage.prompt, call.reply?.usage.completion, call.reply?.usage.cached, call.reply?.usage.estimated,
                call.reply?.seconds ?? 0,
                call.reply?.recorded ?? false, call.reply?.finish, call.reply == nil ? call.error ?? "no answer" : nil, id,
            ])
    }

    /// Moves a stored call, whose answer is used again, to the present place in the events of its attempt.
    static func reuse(_ call: ModelCall, _ id: Int64, of attempt: Int64, _ db: Database) throws {
        let old = try Int64.fetchOne(db, sql: "SELECT event FROM model_call WHERE id = ?", arguments: [id])
        let event = try insertEvent(of: attempt, phase: call.phase, note: note(call), db)
        try db.execute(sql: "UPDATE model_call SET event = ? WHERE id = ?", arguments: [event, id])
        try db.execute(sql: "DELETE FROM event WHERE id = ?", arguments: [old])
    }

    /// Marks the calls of an attempt as lost that were sent by a process which has since ended.
    static func loseOpenCalls(of attempt: Int64, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE model_call SET state = 'lost', error = ? WHERE attempt = ? AND state = 'sent'",
            arguments: ["the process ended before the answer came; it may have been paid for", attempt])
    }

    /// Returns the calls that earlier tries of an attempt made, and what the checks said before any change.
    package func earlierCalls(of attempt: Int64) throws(HarnessError) -> EarlierCalls {
        try read { db in
            var answered: [EarlierCalls.Answered] = []
            var lost: [ModelRequest] = []
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT c.*, unpacked(q.content) AS asked, unpacked(r.content) AS text, unpacked(f.content) AS tree
                    FROM model_call c JOIN blob q ON q.digest = c.request LEFT JOIN blob r ON r.digest = c.reply
                    LEFT JOIN blob f ON f.digest = c.files WHERE c.attempt = ? AND c.state IN ('answered', 'lost') ORDER BY c.id
                    """, arguments: [attempt])
            while let row = try rows.next() {
                let request = try JSON.decode(ModelRequest.self, row["asked"])
                guard let text: String = row["text"] else {
                    lost.append(request)
                    continue
                }
                var reply = ModelReply(
                    text: text, servedBy: row["served_by"] ?? "",
                    usage: TokenUsage(
                        prompt: row["prompt_tokens"] ?? 0, completion: row["completion_tokens"] ?? 0, cached: row["cached_tokens"] ?? 0,
                        estimated: row["estimated_tokens"] ?? 0),
                    finish: row["finish"] ?? "stop", seconds: row["seconds"], recorded: row["recorded"])
                if let change: String = row["tree"] {
                    // Versions up to 0.2.0 stored the files alone.
                    reply.change = try (try? JSON.decode(Candidate.self, change)) ?? Candidate(files: JSON.decode(FileTree.self, change))
                }
                answered.append(EarlierCalls.Answered(id: row["id"], request: request, reply: reply))
            }
            let note = try String.fetchOne(
                db, sql: "SELECT note FROM event WHERE attempt = ?1 AND substr(note, 1, length(?2)) = ?2 ORDER BY id LIMIT 1",
                arguments: [attempt, Baseline.mark])
            return EarlierCalls(answered: answered, lost: lost, baseline: note.flatMap(Baseline.init(note:)))
        }
    }

    /// The number of calls of a run that were sent but never answered, and may have been paid for.
    package func lostCalls(of experiment: String) throws(HarnessError) -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM model_call c JOIN attempt a ON a.id = c.attempt WHERE a.experiment = ? AND c.state = 'lost'",
                arguments: [experiment]) ?? 0
        }
    }

    private static func note(_ call: ModelCall) -> String { "\(call.role.rawValue) asked \(call.request.model)" }
}
