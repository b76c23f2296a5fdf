/// The migration to a table of model calls in which each call is stored before it is sent.
///
/// Token counts are null where they are unknown, for example for a call without an answer.
enum CallTable {
    /// Makes the new table, copies all calls into it and puts it in place of the old one.
    static let sql = """
        CREATE TABLE new_call (
            id INTEGER PRIMARY KEY,
            attempt INTEGER NOT NULL REFERENCES attempt ON DELETE CASCADE,
            event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
            phase TEXT NOT NULL,
            role TEXT NOT NULL,
            model TEXT NOT NULL,
            served_by TEXT,
            request TEXT NOT NULL REFERENCES blob,
            state TEXT NOT NULL CHECK (state IN ('sent', 'answered', 'failed', 'lost')),
            reply TEXT REFERENCES blob,
            files TEXT REFERENCES blob,
            prompt_tokens INTEGER,
            completion_tokens INTEGER,
            cached_tokens INTEGER,
            seconds REAL NOT NULL,
            recorded INTEGER NOT NULL,
            finish TEXT,
            error TEXT,
            CHECK ((state = 'answered') = (reply IS NOT NULL)),
            CHECK ((state IN ('failed', 'lost')) = (error IS NOT NULL))
        ) STRICT;
        INSERT INTO new_call
            SELECT id, attempt, event, phase, role, model, served_by, request, iif(reply IS NULL, 'failed', 'answered'), reply, NULL,
                iif(reply IS NULL, NULL, prompt_tokens), iif(reply IS NULL, NULL, completion_tokens), iif(reply IS NULL, NULL, cached_tokens),
                seconds, recorded, finish, error
            FROM model_call;
        DROP TABLE model_call;
        ALTER TABLE new_call RENAME TO model_call;
        CREATE INDEX model_call_by_attempt ON model_call (attempt);

        """
}
