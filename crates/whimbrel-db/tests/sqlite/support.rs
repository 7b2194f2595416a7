//! A database in a folder of its own.

use tempfile::TempDir;
use whimbrel_db::{DbError, Sqlite};

/// An open database, removed on drop.
pub struct Scratch {
    pub db: Sqlite,
    _folder: TempDir,
}

/// A database on which `sql` has run.
pub fn scratch(sql: &str) -> Scratch {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Sqlite::open(&folder.path().join("app.db")).expect("opened");
    db.run_sql(sql).unwrap_or_else(|error| panic!("{error:?}\nin: {sql}"));
    Scratch { db, _folder: folder }
}

impl Scratch {
    /// Runs statements of a migration, as a run does: in one transaction.
    pub fn migrate(&self, statements: &[&str]) -> Result<(), DbError> {
        self.db.begin().expect("begun");
        let result = statements.iter().try_for_each(|sql| self.db.execute_sql(sql).map(drop));
        let result = result.and_then(|()| self.db.commit());
        if result.is_err() {
            self.db.rollback().expect("rolled back");
        }
        assert!(self.db.foreign_keys_enforced().expect("asked"), "foreign keys are on again");
        result
    }

    /// The same, which must work.
    pub fn migrated(&self, statements: &[&str]) {
        self.migrate(statements).unwrap_or_else(|error| panic!("{error:?}\nin: {statements:?}"));
        let orphans = self.db.foreign_key_violations().expect("checked");
        assert!(orphans.is_empty(), "{orphans:?}");
        assert_eq!(self.rows("PRAGMA integrity_check"), "ok");
    }

    /// Rows as lines, values separated by `|`, NULL as `∅`.
    pub fn rows(&self, sql: &str) -> String {
        let reply = self.db.query(sql, []).unwrap_or_else(|error| panic!("{error:?}\nin: {sql}"));
        let line = |row: &Vec<Option<String>>| {
            row.iter().map(|value| value.as_deref().unwrap_or("∅")).collect::<Vec<_>>().join("|")
        };
        reply.rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What `sqlite_schema` says of everything.
    pub fn schema(&self) -> String {
        self.rows("SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'trigger', type = 'view', type = 'index', name")
    }
}

/// What a user is told.
pub fn told(error: &DbError) -> String {
    let mut text = format!("{}: {}", error.code, error.message);
    for (label, part) in [("detail", &error.detail), ("hint", &error.hint)] {
        if let Some(part) = part {
            text.push_str(&format!("\n{label}: {part}"));
        }
    }
    text
}

/// Runs `alter` in a transaction on what `before` made; gives the schema and the rows of `t` after it.
pub fn check(before: &str, alter: &str) -> String {
    let scratch = scratch(before);
    scratch.migrated(&[alter]);
    format!("{}\n--\n{}", scratch.schema(), scratch.rows("SELECT * FROM t"))
}

/// The same of one that must fail, and leave everything as it was.
pub fn refused(before: &str, alter: &str) -> String {
    let scratch = scratch(before);
    let dump = || format!("{}{}", scratch.schema(), scratch.rows("SELECT * FROM t"));
    let was = dump();
    let error = scratch.migrate(&[alter]).expect_err("refused");
    assert_eq!(dump(), was, "nothing changed");
    told(&error)
}

pub const TWO_ROWS: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT);
    INSERT INTO t VALUES (1, '10', 1), (5, '20', NULL);";
