//! What one `ALTER TABLE` comes to: nothing, SQLite's own statements, or a rebuild.

use super::definition::{Column, Constraint, ConstraintKind, Definition};
use super::parse::{Action, AlterTable, parse};
use super::{edit, refuse, shape};
use crate::DbError;
use crate::postgres::Reply;
use crate::sql::identifier;
use crate::sqlite::Sqlite;
use crate::sqlite::error::from_sqlite;
use crate::sqlite::syntax::{cursor, same, slice};

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
            return self.run_ours(&format!("ALTER TABLE {} {text}", identifier(&table)));
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
        if let [Action::ValidateConstraint { name }] = actions.as_slice() {
            return self.validate_constraint(table, definition, name);
        }
        match all_native(table, definition, &actions)? {
            Some(statements) => actions.iter().zip(statements).try_for_each(|(action, sql)| {
                self.check_before(table, action)?;
                self.run_ours(&sql).map(drop)
            }),
            None => self.rebuild_for(table, definition, &actions),
        }
    }

    /// Runs a statement that is not the user's text, in which a position would mislead.
    fn run_ours(&self, sql: &str) -> Result<Reply, DbError> {
        self.run_one(sql).map_err(|error| DbError { position: None, ..error })
    }

    /// Finds the rows that SQLite would refuse without telling which or how many.
    fn check_before(&self, table: &str, action: &Action) -> Result<(), DbError> {
        match action {
            Action::SetNotNull { column } => self.refuse_nulls(table, column, &identifier(column)),
            Action::AddConstraint { text, constraint, .. } => {
                let condition = constraint.expression.map(|span| slice(text, span)).unwrap_or_default();
                self.refuse_unsatisfied(table, table, &check_name(constraint, condition), condition)
            }
            _ => Ok(()),
        }
    }

    /// Runs `work` in a savepoint, taken back where it fails; in a transaction where there is none.
    pub(in crate::sqlite) fn whole_or_not_at_all(
        &self,
        work: impl FnOnce() -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        // A savepoint alone would begin by reading, and then not wait for another program's write.
        let alone = !self.in_transaction();
        if alone {
            self.run_sql("BEGIN IMMEDIATE")?;
        }
        self.savepoint(SAVEPOINT)?;
        let result = work().and_then(|()| {
            self.release(SAVEPOINT)?;
            if alone { self.run_sql("COMMIT").map(drop) } else { Ok(()) }
        });
        // Some errors roll back everything at once; then there is no savepoint left.
        if result.is_err() && self.in_transaction() {
            if alone {
                self.run_sql("ROLLBACK")?;
            } else {
                self.rollback_to(SAVEPOINT)?;
            }
        }
        result
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
                if !shape::is_same(definition, existing, text, column) {
                    let is = shape::shown(definition, existing);
                    return Err(refuse::column_differs(table, &column.name, &is, text));
                }
                true
            }
        },
        Action::DropColumn { if_exists: true, name, .. } => definition.column(name).is_none(),
        Action::DropConstraint { if_exists: true, name, .. } => super::names::find(definition, table, name).is_none(),
        _ => false,
    })
}

/// What to call a CHECK constraint in a message.
pub(super) fn check_name(constraint: &Constraint, condition: &str) -> String {
    match &constraint.name {
        Some((name, _)) => format!("constraint {name}"),
        None => format!("CHECK {condition}"),
    }
}

/// SQLite's own statements for these actions, where it has one for each.
fn all_native(table: &str, definition: &Definition, actions: &[Action]) -> Result<Option<Vec<String>>, DbError> {
    let mut definition = definition.clone();
    let mut statements = Vec::new();
    for action in actions {
        let Some(sql) = native(table, &definition, action) else { return Ok(None) };
        statements.push(sql);
        let text = edit::edit(&definition, table, action)?;
        definition = Definition::parse(&text).map_err(|what| refuse::unreadable(table, &what))?;
    }
    Ok(Some(statements))
}

/// SQLite's statement that does the same without touching the rows, where it has one.
fn native(table: &str, definition: &Definition, action: &Action) -> Option<String> {
    let action = match action {
        Action::AddColumn { text, column, .. } if can_be_added(text, column) => format!("ADD COLUMN {text}"),
        Action::SetNotNull { column } if definition.column(column)?.find(ConstraintKind::NotNull).is_none() => {
            format!("ALTER COLUMN {} SET NOT NULL", identifier(column))
        }
        Action::DropNotNull { column } => format!("ALTER COLUMN {} DROP NOT NULL", identifier(column)),
        Action::AddConstraint { text, constraint, not_valid: false } if constraint.kind == ConstraintKind::Check => {
            format!("ADD {text}")
        }
        Action::DropConstraint { name, .. } => {
            let found = super::names::find(definition, table, name)?;
            let (own, _) = found.name.as_ref().filter(|_| found.kind == ConstraintKind::Check)?;
            format!("DROP CONSTRAINT {}", identifier(own))
        }
        _ => return None,
    };
    Some(format!("ALTER TABLE {} {action}", identifier(table)))
}

/// Whether SQLite can answer the column for rows that were stored without it.
fn can_be_added(text: &str, column: &Column) -> bool {
    let default = column.find(ConstraintKind::Default).and_then(|default| default.expression);
    let default = default.map(|span| slice(text, span)).filter(|value| !same(value, "NULL"));
    column.constraints.iter().all(|constraint| match constraint.kind {
        ConstraintKind::PrimaryKey | ConstraintKind::Unique => false,
        ConstraintKind::Generated => !cursor(slice(text, constraint.span)).any(|token| token.is_word("STORED")),
        ConstraintKind::NotNull => default.is_some() || column.is_generated(),
        ConstraintKind::Default => default.is_none_or(is_constant),
        ConstraintKind::ForeignKey => default.is_none(),
        ConstraintKind::Check | ConstraintKind::Null | ConstraintKind::Collate => true,
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

/// Whether a default has one value, whenever it is asked for.
fn is_constant(value: &str) -> bool {
    !value.starts_with('(') && !value.to_ascii_uppercase().starts_with("CURRENT_")
}
