//! A table as the model has it.

use whimbrel_catalog::{Check, Column, ForeignKey, Generated, Key, KeyAction, Name, Table};
use whimbrel_source::Span;

use super::text::{data_type, expression, inside_parentheses, tidy};
use crate::sqlite::alter::definition::{Constraint, ConstraintKind, Definition};
use crate::sqlite::alter::names::named;
use crate::sqlite::syntax::{cursor_within, same, slice};

/// A row of `pragma_table_xinfo`.
pub(super) struct XColumn {
    pub(super) name: String,
    pub(super) data_type: String,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    pub(super) hidden: i64,
}

/// A foreign key of `pragma_foreign_key_list`.
pub(super) struct ForeignKeyRow {
    pub(super) id: i64,
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    /// Empty where the primary key is meant.
    pub(super) to: Vec<String>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

/// What `pragma_table_xinfo` calls columns of a virtual table that `SELECT *` does not show, and generated ones.
const HIDDEN: i64 = 1;
const GENERATED_STORED: i64 = 3;

/// A virtual table, or one whose text cannot be read from here: what the text says is compared as a whole.
pub(super) fn from_text_alone(columns: Vec<XColumn>, sql: &str) -> Table {
    let columns = columns.into_iter().filter(|c| c.hidden != HIDDEN).map(|c| column(c, None)).collect();
    Table { columns, options: vec![tidy(sql)], ..Table::default() }
}

/// An ordinary table; `keys` in the order of its text.
pub(super) fn table(name: &str, columns: Vec<XColumn>, keys: Vec<ForeignKeyRow>, sql: &str) -> Table {
    let Ok(definition) = Definition::parse(sql) else { return from_text_alone(columns, sql) };
    let columns = columns.into_iter().map(|c| column(c, Some(&definition))).collect();
    let mut table = Table { columns, ..Table::default() };
    let mut keys = keys.into_iter();
    let mut constraints = named(&definition, name);
    constraints.sort_by_key(|(_, constraint)| constraint.span.start);
    for (name, constraint) in constraints {
        let names = || constraint.columns.iter().map(|c| spelled(&table.columns, c));
        match constraint.kind {
            ConstraintKind::PrimaryKey => {
                if cursor_within(sql, constraint.span).any(|token| token.is_word("AUTOINCREMENT")) {
                    table.options.push("autoincrement".to_owned());
                }
                table.primary_key = Some((name, Key::new(true, names())));
            }
            ConstraintKind::Unique => {
                let key = Key::new(false, names());
                table.uniques.insert(name, key);
            }
            ConstraintKind::Check => {
                table
                    .checks
                    .extend(constraint.expression.map(|e| (name, Check::new(inside_parentheses(slice(sql, e))))));
            }
            ConstraintKind::ForeignKey => {
                table.foreign_keys.extend(keys.next().map(|key| (name, foreign_key(key, constraint, sql))));
            }
            ConstraintKind::NotNull
            | ConstraintKind::Null
            | ConstraintKind::Default
            | ConstraintKind::Collate
            | ConstraintKind::Generated => {}
        }
    }
    table
}

/// The column's name as the table has it; constraints may write it in another case.
fn spelled(columns: &[Column], name: &str) -> String {
    columns.iter().find(|c| same(&c.name, name)).map_or_else(|| name.to_owned(), |c| c.name.clone())
}

fn column(row: XColumn, definition: Option<&Definition>) -> Column {
    let XColumn { name, data_type: declared, not_null, default, hidden } = row;
    let written = definition.and_then(|d| Some((d, d.column(&name)?)));
    let collation = written.and_then(|(d, c)| {
        let collate = c.find(ConstraintKind::Collate)?;
        let mut words = cursor_within(&d.text, collate.span);
        words.find(|token| token.is_word("COLLATE"))?;
        words.name().map(|(name, _)| name.to_uppercase())
    });
    let generated = written.and_then(|(d, c)| {
        let expression = c.find(ConstraintKind::Generated)?.expression?;
        Some(Generated {
            expression: inside_parentheses(slice(&d.text, expression)),
            stored: hidden == GENERATED_STORED,
        })
    });
    // xinfo adds the words GENERATED ALWAYS to the type of such columns
    let declared = declared.trim_end_matches(" GENERATED ALWAYS");
    let default = default.map(|default| expression(&default));
    Column { data_type: data_type(declared), collation, not_null, default, generated, ..Column::new(name, "") }
}

fn foreign_key(row: ForeignKeyRow, constraint: &Constraint, sql: &str) -> ForeignKey {
    let (deferrable, initially_deferred) = deferred(sql, constraint.span);
    ForeignKey {
        columns: row.columns,
        referenced_columns: row.to,
        on_update: action(&row.on_update),
        on_delete: action(&row.on_delete),
        deferrable,
        initially_deferred,
        ..ForeignKey::new(&[], Name::bare(row.table), &[])
    }
}

fn action(words: &str) -> KeyAction {
    match words {
        "CASCADE" => KeyAction::Cascade,
        "SET NULL" => KeyAction::SetNull,
        "SET DEFAULT" => KeyAction::SetDefault,
        "RESTRICT" => KeyAction::Restrict,
        _ => KeyAction::NoAction,
    }
}

/// Whether it is deferrable, and deferred from the start.
fn deferred(sql: &str, constraint: Span) -> (bool, bool) {
    let mut words = cursor_within(sql, constraint);
    while words.peek().is_some() {
        if words.eat("NOT DEFERRABLE") {
            return (false, false);
        }
        if words.eat("DEFERRABLE") {
            return (true, words.eat("INITIALLY DEFERRED"));
        }
        words.next();
    }
    (false, false)
}
