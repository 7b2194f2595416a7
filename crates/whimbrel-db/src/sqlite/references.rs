//! Which tables' foreign keys point to a table.

use super::Sqlite;
use super::error::from_sqlite;
use super::syntax::same;
use crate::DbError;

/// A foreign key, as SQLite numbers and reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The table that has it.
    pub child: String,
    /// Its columns there.
    pub from: Vec<String>,
    /// The parent's columns; empty where its primary key is meant.
    pub to: Vec<String>,
}

impl Sqlite {
    /// Every foreign key that points to `parent`, its own included.
    pub(super) fn references_to(&self, parent: &str) -> Result<Vec<Reference>, DbError> {
        type Row = (String, i64, String, Option<String>);
        let read = || -> rusqlite::Result<Vec<Row>> {
            let sql =
                "SELECT m.name, k.id, k.\"from\", k.\"to\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) k
                       WHERE m.type = 'table' AND k.\"table\" = ?1 COLLATE NOCASE ORDER BY m.name, k.id, k.seq";
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_map([parent], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect()
        };
        let mut found: Vec<Reference> = Vec::new();
        let mut last = None;
        for (child, id, from, to) in read().map_err(from_sqlite)? {
            let key = (child.clone(), id);
            if last.as_ref() != Some(&key) {
                found.push(Reference { child, from: Vec::new(), to: Vec::new() });
                last = Some(key);
            }
            if let Some(reference) = found.last_mut() {
                reference.from.push(from);
                reference.to.extend(to);
            }
        }
        Ok(found)
    }

    /// Those of other tables than `parent` and `except`.
    pub(super) fn references_from_others(&self, parent: &str, except: &[String]) -> Result<Vec<Reference>, DbError> {
        let mut found = self.references_to(parent)?;
        found.retain(|r| !same(&r.child, parent) && !except.iter().any(|name| same(name, &r.child)));
        Ok(found)
    }
}
