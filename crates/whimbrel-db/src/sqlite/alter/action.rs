//! What one `ALTER TABLE` comes to: nothing, SQLite's own statements, or a rebuild.

use super::definition::{ConstraintKind, Definition};
use super::parse::{Action, AlterTable, parse};
use super::{edit, refuse};
use crate::DbError;
use crate::postgres::Reply;
use crate::sqlite::Sqlite;
use crate::sqlite::error::from_sqlite;
use crate::sqlite::syntax::{cursor, normalized, quoted, same, slice};

/// The savepoint that makes the statement happen whole or not at all.
const SAVEPOINT: &str = "whimbrel_alter";

impl Sqlite {
    /// Runs an `ALTER TABLE`.
    pub(in crate::sqlite) fn alter_table(&self, sql: &str) -> Result<Reply, DbError> {
        let Ok(alter) = parse(sql) else {
            // SQLite's own words on it are better than ours.
            return self.run_one(sql);
        };
        let in_other_schema = alter.table.schema.as_deref().is_some_and(|schema| schema != "main");
        let is_rename = alter.actions.iter().any(|action| matches!(action, Action::Rename { .. }));
        if in_other_schema || (is_rename && alter.actions.len() > 1) {
            return self.run_one(sql);
        }
        let Some((kind, table, text)) = self.schema_entry(&alter.table.name)? else {
            return if alter.if_exists { Ok(Reply::default()) } else { Err(refuse::no_table(&alter.table.name)) };
        };
        if let [Action::Rename { text }] = alter.actions.as_slice() {
            return self.run_one(&format!("ALTER TABLE {} {text}", quoted(&table)));
        }
        if kind != "table" {
            return Err(refuse::not_a_table(&table, &kind));
        }
        if cursor(&text).eat("CREATE VIRTUAL") {
            return Err(refuse::not_a_table(&table, "virtual table"));
        }
        let definition = Definition::parse(&text).map_err(|what| refuse::unreadable(&table, &what))?;
        self.whole_or_not_at_all(|| self.alter(&table, &definition, alter))?;
        Ok(Reply::default())
    }

    fn alter(&self, table: &str, definition: &Definition, alter: AlterTable) -> Result<(), DbError> {
        let mut actions = Vec::new();
        for action in alter.actions {
            if !is_done(definition, table, &action)? {
                actions.push(action);
            }
        }
        // As PostgreSQL: first what goes, then types, new columns, their properties, new constraints.
        actions.sort_by_key(order);
        if let [action] = actions.as_slice() {
            if let Action::ValidateConstraint { name } = action {
                return self.validate_constraint(table, definition, name);
            }
            if let Some(sql) = self.native(table, definition, action)? {
                return self.run_one(&sql).map(drop);
            }
        }
        if actions.is_empty() { Ok(()) } else { self.rebuild_for(table, definition, &actions) }
    }

    /// SQLite's statement that does the same, where it has one and can do it here.
    fn native(&self, table: &str, definition: &Definition, action: &Action) -> Result<Option<String>, DbError> {
        let alter = format!("ALTER TABLE {}", quoted(table));
        Ok(match action {
            Action::AddColumn { text, column, .. } => {
                edit::edit(definition, table, action)?;
                let needs_rows_changed = column.constraints.iter().any(|constraint| match constraint.kind {
                    ConstraintKind::PrimaryKey | ConstraintKind::Unique => true,
                    ConstraintKind::Generated => cursor(slice(text, constraint.span)).any(|t| t.is_word("STORED")),
                    ConstraintKind::NotNull => default_of(text, column).is_none_or(|value| same(value, "NULL")),
                    ConstraintKind::Default => !is_constant(default_of(text, column).unwrap_or_default()),
                    ConstraintKind::ForeignKey => default_of(text, column).is_some_and(|value| !same(value, "NULL")),
                    // SQLite says that some row fails, not which.
                    ConstraintKind::Check => true,
                    ConstraintKind::Null | ConstraintKind::Collate => false,
                });
                let generated_not_null = column.is_generated() && column.find(ConstraintKind::NotNull).is_some();
                (!needs_rows_changed || generated_not_null).then(|| format!("{alter} ADD COLUMN {text}"))
            }
            Action::SetNotNull { column } => {
                let column = edit::find_column(definition, table, column)?;
                if column.find(ConstraintKind::NotNull).is_some() {
                    return Ok(None);
                }
                self.refuse_nulls(table, &column.name, &quoted(&column.name))?;
                Some(format!("{alter} ALTER COLUMN {} SET NOT NULL", quoted(&column.name)))
            }
            _ => None,
        })
    }

    /// Runs `work` in a savepoint, taken back where it fails.
    pub(in crate::sqlite) fn whole_or_not_at_all(
        &self,
        work: impl FnOnce() -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.savepoint(SAVEPOINT)?;
        match work() {
            Ok(()) => self.release(SAVEPOINT),
            Err(error) => {
                // Some errors roll back everything at once; then there is no savepoint left.
                if self.in_transaction() {
                    self.rollback_to(SAVEPOINT)?;
                }
                Err(error)
            }
        }
    }

    /// Kind, name as it was written, and text of a table or view.
    pub(in crate::sqlite) fn schema_entry(&self, name: &str) -> Result<Option<(String, String, String)>, DbError> {
        let sql = "SELECT type, name, sql FROM main.sqlite_schema
                   WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE AND sql IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql).map_err(from_sqlite)?;
        let row = statement.query_row([name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        match row {
            Ok(entry) => Ok(Some(entry)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(from_sqlite(error)),
        }
    }
}

/// Whether nothing is left to do because of IF EXISTS or IF NOT EXISTS.
fn is_done(definition: &Definition, table: &str, action: &Action) -> Result<bool, DbError> {
    Ok(match action {
        Action::AddColumn { if_not_exists: true, text, column } => match definition.column(&column.name) {
            None => false,
            Some(existing) => {
                let existing = slice(&definition.text, existing.span);
                if normalized(existing) != normalized(text) {
                    return Err(refuse::column_differs(table, &column.name, existing, text));
                }
                true
            }
        },
        Action::DropColumn { if_exists: true, name, .. } => definition.column(name).is_none(),
        Action::DropConstraint { if_exists: true, name, .. } => super::names::find(definition, table, name).is_none(),
        _ => false,
    })
}

fn order(action: &Action) -> u8 {
    match action {
        Action::DropColumn { .. } | Action::DropConstraint { .. } => 0,
        Action::SetType { .. } => 1,
        Action::AddColumn { .. } => 2,
        Action::SetDefault { .. }
        | Action::DropDefault { .. }
        | Action::SetNotNull { .. }
        | Action::DropNotNull { .. } => 3,
        Action::AddConstraint { .. } => 4,
        Action::RenameConstraint { .. } | Action::ValidateConstraint { .. } | Action::Rename { .. } => 5,
    }
}

fn default_of<'a>(text: &'a str, column: &super::definition::Column) -> Option<&'a str> {
    let expression = column.find(ConstraintKind::Default)?.expression?;
    Some(slice(text, expression))
}

/// Whether SQLite can answer the default for rows that were stored without the column.
fn is_constant(value: &str) -> bool {
    !value.starts_with('(') && !value.to_ascii_uppercase().starts_with("CURRENT_")
}
