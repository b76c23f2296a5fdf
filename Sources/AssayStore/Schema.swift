import GRDB

/// The tables; the schema carries the invariants.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("create experiments and attempts") { db in
            try db.execute(
                sql: """
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
                    """)
        }
        migrator.registerMigration("say when a run ends") { db in
            try db.execute(
                sql: "ALTER TABLE experiment ADD COLUMN stop TEXT NOT NULL DEFAULT 'fixed' CHECK (stop IN ('fixed', 'sequential'))")
        }
        migrator.registerMigration("log what happened, and only append") { db in
            try db.execute(
                sql: """
                    CREATE TABLE audit (
                        id INTEGER PRIMARY KEY,
                        experiment TEXT NOT NULL REFERENCES experiment ON DELETE CASCADE,
                        cell TEXT NOT NULL,
                        kind TEXT NOT NULL CHECK (kind IN ('planned', 'begun', 'verified', 'finished', 'failed')),
                        content TEXT NOT NULL,
                        hash TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX audit_by_experiment ON audit (experiment, id);
                    CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
                        BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;
                    """)
        }
        migrator.registerMigration("keep the experiment's file") { db in
            try db.execute(sql: "ALTER TABLE experiment ADD COLUMN source TEXT")
        }
        migrator.registerMigration("texts may be packed") { db in
            try db.execute(
                sql: """
                    CREATE TABLE packed (digest TEXT PRIMARY KEY NOT NULL, content ANY NOT NULL) STRICT, WITHOUT ROWID;
                    INSERT INTO packed SELECT digest, content FROM blob;
                    DROP TABLE blob;
                    ALTER TABLE packed RENAME TO blob;
                    """)
        }
        migrator.registerMigration("keep the size of a change") { db in
            for column in ["added", "removed", "branches"] { try db.execute(sql: "ALTER TABLE attempt ADD COLUMN \(column) INTEGER") }
        }
        migrator.registerMigration("count outcomes without reading attempts") { db in
            try db.execute(sql: "CREATE INDEX attempt_by_outcome ON attempt (experiment, status, verdict)")
        }
        migrator.registerMigration(viewsMigration) { db in try db.execute(sql: Views.sql) }
        return migrator
    }

    private static let viewsMigration = "views for analysts"

    /// Whether a database has all that this version reads; views are for people and their tools alone.
    static func isReadable(_ db: Database) throws -> Bool {
        let applied = try migrator.appliedIdentifiers(db)
        return migrator.migrations.allSatisfy { applied.contains($0) || $0 == viewsMigration }
    }
}
