/// The tables of the first schema version; later migrations change them.
enum Tables {
    /// Makes the tables and their indexes.
    static let sql = """
        CREATE TABLE blob (
            digest TEXT PRIMARY KEY NOT NULL,
            content TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE experiment (
            id TEXT PRIMARY KEY NOT NULL,
            name TEXT NOT NULL,
            created REAL NOT NULL,
            digest TEXT NOT NULL,
            suite TEXT NOT NULL,
            suite_digest TEXT NOT NULL,
            seeds INTEGER NOT NULL CHECK (seeds > 0),
            margin REAL NOT NULL,
            alpha REAL NOT NULL CHECK (alpha > 0 AND alpha < 1),
            order_seed INTEGER NOT NULL,
            recording INTEGER NOT NULL CHECK (recording IN (0, 1)),
            file TEXT NOT NULL
        ) STRICT;

        CREATE TABLE arm (
            experiment TEXT NOT NULL REFERENCES experiment ON DELETE CASCADE,
            name TEXT NOT NULL,
            position INTEGER NOT NULL,
            settings TEXT NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (experiment, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            experiment TEXT NOT NULL,
            arm TEXT NOT NULL,
            task TEXT NOT NULL,
            task_digest TEXT NOT NULL,
            seed INTEGER NOT NULL,
            position INTEGER NOT NULL,
            status TEXT NOT NULL
                CHECK (status IN ('planned', 'running', 'done', 'harness_error')),
            tries INTEGER NOT NULL DEFAULT 0,
            verdict TEXT,
            tier TEXT,
            visible_verdict TEXT,
            claims_done INTEGER NOT NULL DEFAULT 0,
            rounds INTEGER NOT NULL DEFAULT 0,
            stopped TEXT,
            error TEXT,
            started REAL,
            seconds REAL,
            FOREIGN KEY (experiment, arm) REFERENCES arm ON DELETE CASCADE,
            UNIQUE (experiment, arm, task, seed),
            CHECK ((status = 'done') = (verdict IS NOT NULL))
        ) STRICT;
        CREATE INDEX attempt_by_experiment ON attempt (experiment, position);

        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            attempt INTEGER NOT NULL REFERENCES attempt ON DELETE CASCADE,
            phase TEXT NOT NULL,
            note TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_by_attempt ON event (attempt);

        CREATE TABLE model_call (
            id INTEGER PRIMARY KEY,
            attempt INTEGER NOT NULL REFERENCES attempt ON DELETE CASCADE,
            event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
            phase TEXT NOT NULL,
            role TEXT NOT NULL,
            model TEXT NOT NULL,
            served_by TEXT,
            request TEXT NOT NULL REFERENCES blob,
            reply TEXT REFERENCES blob,
            prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL,
            cached_tokens INTEGER NOT NULL,
            seconds REAL NOT NULL,
            recorded INTEGER NOT NULL,
            finish TEXT,
            error TEXT,
            CHECK ((reply IS NULL) = (error IS NOT NULL))
        ) STRICT;
        CREATE INDEX model_call_by_attempt ON model_call (attempt);

        CREATE TABLE verification (
            id INTEGER PRIMARY KEY,
            attempt INTEGER NOT NULL REFERENCES attempt ON DELETE CASCADE,
            event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
            round INTEGER NOT NULL,
            best INTEGER NOT NULL,
            scope TEXT NOT NULL CHECK (scope IN ('visible', 'full')),
            candidate TEXT NOT NULL REFERENCES blob,
            report TEXT NOT NULL REFERENCES blob,
            verdict TEXT NOT NULL,
            tier TEXT NOT NULL,
            seconds REAL NOT NULL
        ) STRICT;
        CREATE INDEX verification_by_attempt ON verification (attempt);

        CREATE TABLE check_result (
            verification INTEGER NOT NULL REFERENCES verification ON DELETE CASCADE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            tag TEXT,
            hidden INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX check_result_by_verification ON check_result (verification);

        CREATE TABLE finding (
            verification INTEGER NOT NULL REFERENCES verification ON DELETE CASCADE,
            fingerprint TEXT NOT NULL,
            kind TEXT NOT NULL,
            rule TEXT NOT NULL,
            severity TEXT NOT NULL,
            message TEXT NOT NULL,
            path TEXT,
            line INTEGER,
            hidden INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX finding_by_verification ON finding (verification);
        """
}
