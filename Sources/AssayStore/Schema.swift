import GRDB

/// The database schema, as a list of migrations; constraints in the schema keep the data consistent.
enum Schema {
    /// All migrations in order; a published one is never changed, since databases record its name.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("create experiments and attempts") { db in
            try db.execute(sql: Tables.sql)
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
        migrator.registerMigration("views for analysts") { db in try db.execute(sql: Views.first) }
        migrator.registerMigration("store calls before they are sent") { db in
            try db.execute(sql: Views.dropped + CallTable.sql + Views.withoutEstimates)
        }
        migrator.registerMigration("keep what decides the results of a run") { db in
            try db.execute(
                sql: "ALTER TABLE arm ADD COLUMN identity TEXT; ALTER TABLE experiment ADD COLUMN verification INTEGER")
        }
        migrator.registerMigration("say which tokens are estimated") { db in
            try db.execute(sql: "ALTER TABLE model_call ADD COLUMN estimated_tokens INTEGER")
        }
        migrator.registerMigration("views say which tokens are estimated") { db in try db.execute(sql: Views.dropped + Views.sql) }
        addSolving(to: &migrator)
        addSharing(to: &migrator)
        migrator.registerMigration("keep the size of a task") { db in try db.execute(sql: "ALTER TABLE attempt ADD COLUMN task_size INTEGER") }
        return migrator
    }

    /// What runs of `assay solve` on a repository need.
    private static func addSolving(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("keep what a repository was asked, and the patch") { db in
            try db.execute(
                sql: "ALTER TABLE experiment ADD COLUMN repository TEXT; ALTER TABLE attempt ADD COLUMN patch TEXT REFERENCES blob")
        }
    }

    /// What sharing needs: runs in shards, and views for other tools.
    private static func addSharing(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("remember which shards of a run were made") { db in
            try db.execute(
                sql: """
                    CREATE TABLE shard (
                        experiment TEXT NOT NULL REFERENCES experiment ON DELETE CASCADE,
                        number INTEGER NOT NULL,
                        count INTEGER NOT NULL CHECK (number BETWEEN 1 AND count),
                        PRIMARY KEY (experiment, count, number)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("views with plain columns") { db in try db.execute(sql: PlainView.sql) }
    }
}
