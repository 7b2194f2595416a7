//! Foreign keys: turning their enforcement off and on, and finding what violates them.
//!
//! `PRAGMA foreign_keys` does nothing inside a transaction, and dropping a table while keys are enforced
//! deletes its rows first, with every ON DELETE CASCADE that follows. SQLite's `sqlite3_db_config` sets the
//! same flag at any time; what is done meanwhile is compared by `PRAGMA foreign_key_check` before COMMIT.

use rusqlite::config::DbConfig;

use super::Sqlite;
use super::error::{failure, from_sqlite};
use crate::DbError;

/// A row whose parent does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Violation {
    /// The table it is in.
    pub table: String,
    /// Which row; `None` in a table WITHOUT ROWID.
    pub rowid: Option<i64>,
    /// The table its parent is missing from.
    pub parent: String,
    /// Which foreign key of `table`, as `PRAGMA foreign_key_list` numbers them.
    pub key: i64,
}

impl Sqlite {
    /// Every row without its parent, in the whole database.
    pub fn foreign_key_violations(&self) -> Result<Vec<Violation>, DbError> {
        self.violations_of(None)
    }

    /// Every row of `table`, or of all tables, without its parent.
    pub(super) fn violations_of(&self, table: Option<&str>) -> Result<Vec<Violation>, DbError> {
        let read = || -> rusqlite::Result<Vec<Violation>> {
            let sql = "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check";
            let filtered = "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check(?1)";
            let mut statement = self.connection.prepare(if table.is_some() { filtered } else { sql })?;
            let row = |row: &rusqlite::Row<'_>| {
                Ok(Violation { table: row.get(0)?, rowid: row.get(1)?, parent: row.get(2)?, key: row.get(3)? })
            };
            match table {
                Some(table) => statement.query_map([table], row)?.collect(),
                None => statement.query_map([], row)?.collect(),
            }
        };
        read().map_err(from_sqlite)
    }

    /// True while foreign keys are enforced.
    pub fn foreign_keys_enforced(&self) -> Result<bool, DbError> {
        self.connection.db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY).map_err(from_sqlite)
    }

    /// Turns enforcement on or off, also inside a transaction. Turned off in one, [`Sqlite::commit`] checks all
    /// foreign keys and fails where a row has lost its parent since; its end turns enforcement on again.
    pub fn enforce_foreign_keys(&self, on: bool) -> Result<(), DbError> {
        if !on && self.in_transaction() {
            self.remember_violations()?;
        }
        self.set_enforcement(on)
    }

    pub(super) fn set_enforcement(&self, on: bool) -> Result<(), DbError> {
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, on).map(drop).map_err(from_sqlite)
    }

    /// Keeps what is violated now, unless an earlier statement of this transaction did.
    fn remember_violations(&self) -> Result<(), DbError> {
        if self.known_violations.borrow().is_none() {
            let found = self.foreign_key_violations()?;
            self.known_violations.replace(Some(found));
        }
        Ok(())
    }

    /// Of a COMMIT that deferred foreign keys refused: with the rows they refused it for.
    pub(super) fn name_orphans(&self, error: DbError) -> DbError {
        if error.code != "SQLITE_CONSTRAINT_FOREIGNKEY" {
            return error;
        }
        match self.foreign_key_violations() {
            Ok(found) if !found.is_empty() => violated(&found),
            // What SQLite said is still true.
            _ => error,
        }
    }

    /// Fails where this transaction, with foreign keys off, left rows without their parent that had one before.
    pub(super) fn check_foreign_keys(&self) -> Result<(), DbError> {
        let known = self.known_violations.borrow();
        let Some(known) = known.as_ref() else { return Ok(()) };
        // Not by the number of the key, which changes when keys are added and dropped.
        let is_known = |found: &Violation| {
            known.iter().any(|k| k.table == found.table && k.rowid == found.rowid && k.parent == found.parent)
        };
        let new: Vec<Violation> = self.foreign_key_violations()?.into_iter().filter(|found| !is_known(found)).collect();
        if new.is_empty() { Ok(()) } else { Err(violated(&new)) }
    }
}

/// The error that names the first of some violations and counts them.
pub(super) fn violated(found: &[Violation]) -> DbError {
    let mut error = failure("SQLITE_CONSTRAINT_FOREIGNKEY", "FOREIGN KEY constraint failed");
    if let Some(first) = found.first() {
        let which = match first.rowid {
            Some(rowid) => format!("the row with rowid {rowid}"),
            None => "a row".to_owned(),
        };
        let more = match found.len() {
            1 => String::new(),
            n => format!(", and {} more {} like it", n - 1, if n == 2 { "row is" } else { "rows are" }),
        };
        error.detail = Some(format!("{which} of table {} has no parent in table {}{more}", first.table, first.parent));
        error.hint = Some(format!(
            "list them with PRAGMA foreign_key_check({}); delete these rows, or insert their parents, first",
            first.table
        ));
        error.table = Some(first.table.clone());
    }
    error
}
