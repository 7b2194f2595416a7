//! Looking at rows before they are held to something new.

use rusqlite::OptionalExtension;

use super::convert::Meaning;
use super::definition::{ConstraintKind, Definition};
use super::{edit, refuse};
use crate::DbError;
use crate::sql::identifier;
use crate::sqlite::Sqlite;
use crate::sqlite::error::from_sqlite;
use crate::sqlite::foreign_keys::violated;
use crate::sqlite::syntax::{quoted_list, slice};

/// A row without its parent: its table, its rowid, and its key as [`key_shape`] shows it.
type Orphan = (String, Option<i64>, String);

impl Sqlite {
    /// Fails where `value` is NULL in some row.
    pub(super) fn refuse_nulls(&self, table: &str, column: &str, value: &str) -> Result<(), DbError> {
        match self.count(&format!("SELECT count(*) FROM {} WHERE ({value}) IS NULL", identifier(table)))? {
            0 => Ok(()),
            rows => Err(refuse::holds_nulls(table, column, rows)),
        }
    }

    /// Fails where some row's `value` cannot be stored in a column of this type without being lost.
    pub(super) fn refuse_lossy(&self, table: &str, column: &str, type_name: &str, value: &str) -> Result<(), DbError> {
        let Some(unfit) = Meaning::of(type_name).unfit("value") else { return Ok(()) };
        let rows = format!("FROM (SELECT {value} AS value FROM {}) WHERE {unfit}", identifier(table));
        match self.count(&format!("SELECT count(*) {rows}"))? {
            0 => Ok(()),
            count => {
                let example = self.text_of(&format!("SELECT quote(value) {rows} LIMIT 1"))?;
                Err(refuse::lossy(table, column, type_name, count, &example))
            }
        }
    }

    /// Fails where some row of the table that is stored as `stored` does not satisfy the condition.
    pub(super) fn refuse_unsatisfied(
        &self,
        table: &str,
        stored: &str,
        name: &str,
        condition: &str,
    ) -> Result<(), DbError> {
        let rows = format!("FROM {} WHERE NOT {condition}", identifier(stored));
        match self.count(&format!("SELECT count(*) {rows}"))? {
            0 => Ok(()),
            count => {
                let row = self.example_row(&format!("SELECT * {rows} LIMIT 1"))?;
                Err(refuse::check_violated(table, name, count, &row))
            }
        }
    }

    /// Fails where two rows share these columns, none of them NULL.
    pub(super) fn refuse_duplicates(&self, table: &str, columns: &[String]) -> Result<(), DbError> {
        let list = quoted_list(columns.iter().map(String::as_str));
        let not_null: Vec<String> =
            columns.iter().map(|column| format!("{} IS NOT NULL", identifier(column))).collect();
        let row = self.example_row(&format!(
            "SELECT {list} FROM {} WHERE {} GROUP BY {list} HAVING count(*) > 1 LIMIT 1",
            identifier(table),
            not_null.join(" AND ")
        ))?;
        if row.is_empty() { Ok(()) } else { Err(refuse::duplicates(table, columns, &row)) }
    }

    /// `VALIDATE CONSTRAINT`: fails where a row does not satisfy it.
    pub(super) fn validate_constraint(&self, table: &str, definition: &Definition, name: &str) -> Result<(), DbError> {
        let constraint = edit::find_constraint(definition, table, name)?;
        if constraint.kind == ConstraintKind::ForeignKey {
            let shape = key_shape(constraint);
            let orphans = self.orphans(&[table.to_owned()])?;
            return fail_for(table, orphans.into_iter().filter(|(_, _, key)| *key == shape).collect());
        }
        match constraint.expression {
            Some(span) if constraint.kind == ConstraintKind::Check => {
                self.refuse_unsatisfied(table, table, &format!("constraint {name}"), slice(&definition.text, span))
            }
            // SQLite enforces all others from the moment they exist.
            _ => Ok(()),
        }
    }

    /// The rows of these tables without their parents.
    pub(super) fn orphans(&self, tables: &[String]) -> Result<Vec<Orphan>, DbError> {
        let sql = "SELECT c.rowid, (SELECT group_concat(lower(k.\"from\" || ' ' || k.\"table\" || ' ' || \
                   coalesce(k.\"to\", '')), ', ') FROM pragma_foreign_key_list(?1) k WHERE k.id = c.fkid) \
                   FROM pragma_foreign_key_check(?1) c";
        let mut found = Vec::new();
        for table in tables {
            let mut read = || -> rusqlite::Result<()> {
                let mut statement = self.connection.prepare_cached(sql)?;
                let mut rows = statement.query([table])?;
                while let Some(row) = rows.next()? {
                    found.push((table.clone(), row.get(0)?, row.get::<_, Option<String>>(1)?.unwrap_or_default()));
                }
                Ok(())
            };
            read().map_err(from_sqlite)?;
        }
        Ok(found)
    }

    /// Fails where rows have lost their parents between `before` and now, foreign keys in `unchecked` left out.
    pub(super) fn refuse_new_orphans(
        &self,
        table: &str,
        mut before: Vec<Orphan>,
        tables: &[String],
        unchecked: &[String],
    ) -> Result<(), DbError> {
        let mut after = self.orphans(tables)?;
        after.retain(|orphan| match before.iter().position(|known| known == orphan) {
            Some(index) => {
                before.swap_remove(index);
                false
            }
            None => !unchecked.contains(&orphan.2),
        });
        fail_for(table, after)
    }

    /// What a view or trigger refers to that is not there: the first such error of the whole schema.
    pub(in crate::sqlite) fn schema_fault(&self) -> Result<Option<String>, DbError> {
        // Renaming a table makes SQLite resolve every name in every view and trigger.
        const PROBE: &str = "whimbrel_probe";
        self.savepoint(PROBE)?;
        self.run_sql("CREATE TABLE main.whimbrel_probe (x)")?;
        let fault = self.run_sql("ALTER TABLE main.whimbrel_probe RENAME TO whimbrel_probe_renamed").err();
        self.rollback_to(PROBE)?;
        Ok(fault.map(|error| error.message.replace(" after rename", "")))
    }

    pub(super) fn count(&self, sql: &str) -> Result<i64, DbError> {
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(from_sqlite)
    }

    fn text_of(&self, sql: &str) -> Result<String, DbError> {
        let found = self.connection.query_row(sql, [], |row| row.get(0)).optional().map_err(from_sqlite)?;
        Ok(found.unwrap_or_default())
    }

    /// `a = 1, b = NULL`, empty where there is no row.
    fn example_row(&self, sql: &str) -> Result<String, DbError> {
        const LONGEST: usize = 200;
        let reply = self.query(sql, [])?;
        let Some(row) = reply.rows.first() else { return Ok(String::new()) };
        let pairs = reply.columns.iter().zip(row).map(|(column, value)| match value {
            Some(value) => format!("{column} = {value}"),
            None => format!("{column} is NULL"),
        });
        Ok(pairs.collect::<Vec<_>>().join(", ").chars().take(LONGEST).collect())
    }
}

fn fail_for(table: &str, orphans: Vec<Orphan>) -> Result<(), DbError> {
    let as_violation = |(child, rowid, key): Orphan| crate::sqlite::Violation {
        table: child,
        rowid,
        parent: key.split(' ').nth(1).unwrap_or(table).to_owned(),
        key: 0,
    };
    if orphans.is_empty() { Ok(()) } else { Err(violated(&orphans.into_iter().map(as_violation).collect::<Vec<_>>())) }
}

/// A foreign key as `Sqlite::orphans` names it: its columns, the parent and its columns.
pub(super) fn key_shape(key: &super::definition::Constraint) -> String {
    let Some(parent) = &key.parent else { return String::new() };
    let pair = |(index, from): (usize, &String)| {
        let to = parent.columns.get(index).map(String::as_str).unwrap_or_default();
        format!("{from} {} {to}", parent.table).to_ascii_lowercase()
    };
    key.columns.iter().enumerate().map(pair).collect::<Vec<_>>().join(", ")
}
