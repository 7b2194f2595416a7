//! A table as the model has it.

use whimbrel_catalog::{Check, Column, ForeignKey, Generated, Key, KeyAction, Name, NotNull, SqliteTable, Table};
use whimbrel_source::Span;

use super::text::{arguments, bare, data_type, default_value, expression};
use super::words::Names;
use crate::sqlite::alter::definition::{Constraint, ConstraintKind, Definition};
use crate::sqlite::alter::names::named;
use crate::sqlite::syntax::{cursor, cursor_within, same, slice, split_at_commas};

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

/// A virtual table, or one whose text cannot be read from here: what follows the name in it is compared as a whole.
pub(super) fn from_text_alone(columns: Vec<XColumn>, sql: &str) -> Table {
    let columns = columns.into_iter().filter(|c| c.hidden != HIDDEN);
    let columns = columns.map(|c| column(c, None, &Names::default())).collect();
    let mut words = cursor(sql);
    let _ = words.eat("CREATE VIRTUAL TABLE") || words.eat("CREATE TABLE");
    words.eat("IF NOT EXISTS");
    words.object_name();
    let text = if words.eat("USING") {
        format!("USING {}", arguments(&sql[words.offset()..]))
    } else {
        sql[words.offset()..].trim().to_owned()
    };
    Table { columns, options: vec![text], ..Table::default() }
}

/// An ordinary table; `keys` in the order of its text.
pub(super) fn table(name: &str, columns: Vec<XColumn>, keys: Vec<ForeignKeyRow>, sql: &str) -> Table {
    let Ok(definition) = Definition::parse(sql) else { return from_text_alone(columns, sql) };
    let names = Names::of_table(name, columns.iter().map(|column| column.name.as_str()));
    let columns = columns.into_iter().map(|c| column(c, Some(&definition), &names)).collect();
    let mut table = Table { columns, ..Table::default() };
    let mut keys = keys.into_iter();
    let mut constraints = named(&definition, name);
    constraints.sort_by_key(|(_, constraint)| constraint.span.start);
    for (name, constraint) in constraints {
        let name = as_written(sql, constraint, name);
        let columns = || constraint.columns.iter().map(|c| spelled(&table.columns, c));
        match constraint.kind {
            ConstraintKind::PrimaryKey => {
                if words_of(sql, constraint).contains(&"AUTOINCREMENT".to_owned()) {
                    table.options.push("autoincrement".to_owned());
                }
                let key = Key::new(true, columns());
                // the order of what is the rowid itself is no matter
                let is_rowid = definition.rowid_alias().is_some();
                say_key(&mut table.sqlite, &name, sql, constraint, !is_rowid);
                table.primary_key = Some((name.clone(), key));
            }
            ConstraintKind::Unique => {
                let key = Key::new(false, columns());
                say_key(&mut table.sqlite, &name, sql, constraint, true);
                table.uniques.insert(name.clone(), key);
            }
            ConstraintKind::Check => {
                let Some(written) = constraint.expression else { continue };
                let check = Check::new(expression(bare(slice(sql, written)), &names));
                table.checks.insert(name.clone(), check);
            }
            ConstraintKind::ForeignKey => {
                let Some(key) = keys.next() else { continue };
                table.foreign_keys.insert(name.clone(), foreign_key(key, constraint, sql));
            }
            ConstraintKind::NotNull => {
                let more = NotNull {
                    name: constraint.name.is_some().then(|| name.clone()),
                    on_conflict: on_conflict(sql, constraint),
                };
                if more != NotNull::default() {
                    let column = columns().next().unwrap_or_default();
                    table.sqlite.not_nulls.insert(column, more);
                }
                continue;
            }
            ConstraintKind::Null | ConstraintKind::Default | ConstraintKind::Collate | ConstraintKind::Generated => {
                continue;
            }
        }
        if !constraint.name.as_ref().is_some_and(|(own, _)| same(own, &name)) {
            table.sqlite.unnamed.insert(name.clone());
        }
        if let Some(column) = definition.columns.iter().find(|column| column.constraints.contains(constraint)) {
            table.sqlite.within.insert(name, spelled(&table.columns, &column.name));
        }
    }
    table
}

/// A name that the text gives, in the case it gives it.
fn as_written(sql: &str, constraint: &Constraint, name: String) -> String {
    match &constraint.name {
        Some((own, span)) if *own == name && slice(sql, *span).eq_ignore_ascii_case(own) => {
            slice(sql, *span).to_owned()
        }
        _ => name,
    }
}

/// What a key says beyond its columns.
fn say_key(sqlite: &mut SqliteTable, name: &str, sql: &str, constraint: &Constraint, ordered: bool) {
    if let Some(action) = on_conflict(sql, constraint) {
        sqlite.on_conflict.insert(name.to_owned(), action);
    }
    let orders = orders(sql, constraint);
    if ordered && orders.iter().any(|order| !order.is_empty()) {
        sqlite.key_orders.insert(name.to_owned(), orders);
    }
}

/// What stands behind each column of a key, `COLLATE NOCASE DESC`.
fn orders(sql: &str, constraint: &Constraint) -> Vec<String> {
    let mut words = cursor_within(sql, constraint.span);
    while words.peek().is_some() {
        if let Some(group) = words.group() {
            let inside = Span { start: group.start + 1, end: group.end - 1 };
            let order = |span: Span| {
                let mut words = cursor_within(sql, span);
                words.next();
                let words = words.filter(|token| !token.is_word("ASC"));
                let words = words.map(|token| token.identifier().unwrap_or_default().to_uppercase());
                words.collect::<Vec<_>>().join(" ")
            };
            return split_at_commas(sql, inside).into_iter().map(order).collect();
        }
        words.next();
    }
    let descending = words_of(sql, constraint).contains(&"DESC".to_owned());
    vec![if descending { "DESC".to_owned() } else { String::new() }]
}

/// The words of a constraint that are in no parentheses, in upper case; those in quotes are names.
fn words_of(sql: &str, constraint: &Constraint) -> Vec<String> {
    let mut out = Vec::new();
    let mut words = cursor_within(sql, constraint.span);
    while words.peek().is_some() {
        if words.group().is_none() {
            out.extend(words.next().map(|token| token.text.to_ascii_uppercase()));
        }
    }
    out
}

/// Of `ON CONFLICT`: `REPLACE`; the usual way, `ABORT`, goes without saying.
fn on_conflict(sql: &str, constraint: &Constraint) -> Option<String> {
    let words = words_of(sql, constraint);
    let at = words.windows(2).position(|pair| pair == ["ON", "CONFLICT"])?;
    words.get(at + 2).filter(|action| *action != "ABORT").cloned()
}

/// The column's name as the table has it; constraints may write it in another case.
fn spelled(columns: &[Column], name: &str) -> String {
    columns.iter().find(|c| same(&c.name, name)).map_or_else(|| name.to_owned(), |c| c.name.clone())
}

fn column(row: XColumn, definition: Option<&Definition>, names: &Names) -> Column {
    let XColumn { name, data_type: declared, not_null, default, hidden } = row;
    let written = definition.and_then(|d| Some((d, d.column(&name)?)));
    let collation = written.and_then(|(d, c)| {
        // of several the last one counts
        let collate = c.constraints.iter().rev().find(|c| c.kind == ConstraintKind::Collate)?;
        let mut words = cursor_within(&d.text, collate.span);
        words.find(|token| token.is_word("COLLATE"))?;
        words.name().map(|(name, _)| name.to_uppercase()).filter(|name| name != "BINARY")
    });
    let generated = written.and_then(|(d, c)| {
        let written = c.find(ConstraintKind::Generated)?.expression?;
        Some(Generated {
            expression: expression(bare(slice(&d.text, written)), names),
            stored: hidden == GENERATED_STORED,
        })
    });
    // xinfo adds the words GENERATED ALWAYS to the type of such columns
    let declared = declared.trim_end_matches(" GENERATED ALWAYS");
    let default = default.map(|default| default_value(&default));
    Column { data_type: data_type(declared), collation, not_null, default, generated, ..Column::new(name, "") }
}

fn foreign_key(row: ForeignKeyRow, constraint: &Constraint, sql: &str) -> ForeignKey {
    let (deferrable, initially_deferred) = deferred(sql, constraint.span);
    let words = words_of(sql, constraint);
    ForeignKey {
        columns: row.columns,
        referenced_columns: row.to,
        // said and not kept: SQLite enforces all keys as MATCH SIMPLE
        match_full: words.windows(2).any(|pair| pair == ["MATCH", "FULL"]),
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
