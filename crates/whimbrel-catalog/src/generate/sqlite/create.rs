//! The text of a table, index or trigger that makes it.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::{ident, list};
use crate::object::{Column, ForeignKey, Index, Key, KeyAction, Table, Trigger};

/// A table taken apart into what its commas separate.
pub(super) struct Written<'a> {
    table: &'a Table,
    /// Constraints that stand with a column, by their name.
    inline: BTreeMap<&'a str, &'a str>,
}

/// `CREATE TABLE` or `CREATE VIRTUAL TABLE`, under the name `as_name`; `name` is what unnamed constraints are called by.
pub(super) fn table(as_name: &str, name: &str, table: &Table) -> String {
    if let Some(text) = text_alone(table) {
        let is_virtual = if is_virtual(table) { "VIRTUAL " } else { "" };
        return format!("CREATE {is_virtual}TABLE {} {text}", ident(as_name));
    }
    let written = Written::of(name, table);
    let columns = table.columns.iter().map(|column| written.column(column));
    let items: Vec<String> = columns.chain(written.constraints()).collect();
    let strict = table.strict.then_some("STRICT");
    let without_rowid = table.without_rowid.then_some("WITHOUT ROWID");
    let flags: Vec<_> = strict.into_iter().chain(without_rowid).collect();
    let flags = if flags.is_empty() { String::new() } else { format!(" {}", flags.join(", ")) };
    format!("CREATE TABLE {} (\n  {}\n){flags}", ident(as_name), items.join(",\n  "))
}

/// Of a table that is compared by its text: all that follows its name.
pub(super) fn text_alone(table: &Table) -> Option<&str> {
    table.options.iter().find(|option| *option != AUTOINCREMENT).map(String::as_str)
}

pub(super) fn is_virtual(table: &Table) -> bool {
    text_alone(table).is_some_and(|text| text.starts_with("USING "))
}

const AUTOINCREMENT: &str = "autoincrement";

pub(super) fn has_autoincrement(table: &Table) -> bool {
    table.options.iter().any(|option| option == AUTOINCREMENT)
}

pub(super) fn index(name: &str, on: &str, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let predicate = index.predicate.as_ref().map(|p| format!(" WHERE {p}")).unwrap_or_default();
    format!("CREATE {unique}INDEX {} ON {} ({}){predicate}", ident(name), ident(on), index.keys)
}

pub(super) fn trigger(name: &str, on: &str, trigger: &Trigger) -> String {
    let event = trigger.events.join(" OR ");
    let condition = trigger.condition.as_ref().map(|c| format!("WHEN {c}\n")).unwrap_or_default();
    format!(
        "CREATE TRIGGER {}\n{} {event} ON {}\n{condition}{}",
        ident(name),
        trigger.timing,
        ident(on),
        trigger.action.sql()
    )
}

impl<'a> Written<'a> {
    pub(super) fn of(name: &str, table: &'a Table) -> Self {
        let mut inline: BTreeMap<&str, &str> = BTreeMap::new();
        if let Some((key_name, key)) = &table.primary_key
            && let [column] = key.columns.as_slice()
            && !has_collation(table, key_name)
        {
            inline.insert(key_name, column);
        }
        for (key_name, key) in &table.uniques {
            if let [column] = key.columns.as_slice()
                && !table.sqlite.key_orders.contains_key(key_name)
            {
                inline.insert(key_name, column);
            }
        }
        for (key_name, key) in &table.foreign_keys {
            if let [column] = key.columns.as_slice() {
                inline.insert(key_name, column);
            }
        }
        for check in table.checks.keys().filter(|check| table.sqlite.unnamed.contains(*check)) {
            let base = without_number(check);
            let column = table.columns.iter().find(|c| base == format!("{name}_{}_check", c.name.to_ascii_lowercase()));
            inline.extend(column.map(|c| (check.as_str(), c.name.as_str())));
        }
        // Those of one name are told apart by a number in the order of the text, in which columns come first.
        let unnamed = || table.sqlite.unnamed.iter().map(String::as_str);
        let apart: BTreeSet<&str> = unnamed().filter(|c| !inline.contains_key(c)).map(without_number).collect();
        inline.retain(|c, _| !(table.sqlite.unnamed.contains(*c) && apart.contains(without_number(c))));
        Self { table, inline }
    }

    /// `name TEXT NOT NULL CHECK (name <> '')`
    pub(super) fn column(&self, column: &Column) -> String {
        let Self { table, .. } = self;
        let mut text = ident(&column.name).into_owned();
        let mut add = |words: String| {
            text.push(' ');
            text.push_str(&words);
        };
        if !column.data_type.is_empty() {
            add(data_type(&column.data_type));
        }
        let here = |name: &str| self.inline.get(name).is_some_and(|on| *on == column.name);
        if let Some((name, key)) = table.primary_key.as_ref().filter(|(name, _)| here(name)) {
            let order = table.sqlite.key_orders.get(name).and_then(|orders| orders.first());
            let order = order.map(|order| format!(" {order}")).unwrap_or_default();
            let auto = if has_autoincrement(table) { " AUTOINCREMENT" } else { "" };
            add(format!("{}{}{order}{}{auto}", self.named(name), keyword(key), self.conflict(name)));
        }
        if let Some(collation) = &column.collation {
            add(format!("COLLATE {}", ident(collation)));
        }
        if column.not_null && !self.is_implied(column) {
            add(self.not_null(column));
        }
        for (name, key) in in_order(&table.uniques).filter(|(name, _)| here(name)) {
            add(format!("{}{}{}", self.named(name), keyword(key), self.conflict(name)));
        }
        if let Some(default) = &column.default {
            add(format!("DEFAULT {default}"));
        }
        if let Some(generated) = &column.generated {
            let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
            add(format!("GENERATED ALWAYS AS ({}) {kind}", generated.expression));
        }
        for (name, check) in in_order(&table.checks).filter(|(name, _)| here(name)) {
            add(format!("{}CHECK ({})", self.named(name), check.expression));
        }
        for (name, key) in in_order(&table.foreign_keys).filter(|(name, _)| here(name)) {
            add(format!("{}{}", self.named(name), references(key)));
        }
        text
    }

    /// The names of the constraints that stand with the column.
    pub(super) fn inline_on(&self, column: &str) -> impl Iterator<Item = &'a str> {
        self.inline.iter().filter(move |(_, on)| **on == column).map(|(name, _)| *name)
    }

    /// Those that stand on their own.
    fn constraints(&self) -> Vec<String> {
        let Self { table, .. } = self;
        let apart = |name: &str| !self.inline.contains_key(name);
        let mut items = Vec::new();
        let primary = table.primary_key.iter().map(|(name, key)| (name, key));
        for (name, key) in primary.chain(in_order(&table.uniques)).filter(|(name, _)| apart(name)) {
            items.push(format!("{}{} {}{}", self.named(name), keyword(key), self.key(name, key), self.conflict(name)));
        }
        for (name, key) in in_order(&table.foreign_keys).filter(|(name, _)| apart(name)) {
            items.push(format!("{}FOREIGN KEY {} {}", self.named(name), list(&key.columns), references(key)));
        }
        for (name, _) in in_order(&table.checks).filter(|(name, _)| apart(name)) {
            items.extend(self.check(name));
        }
        items
    }

    /// `CONSTRAINT name CHECK (…)`
    pub(super) fn check(&self, name: &str) -> Option<String> {
        let check = self.table.checks.get(name)?;
        Some(format!("{}CHECK ({})", self.named(name), check.expression))
    }

    fn named(&self, name: &str) -> String {
        let unnamed = self.table.sqlite.unnamed.contains(name);
        if unnamed { String::new() } else { format!("CONSTRAINT {} ", ident(name)) }
    }

    fn conflict(&self, name: &str) -> String {
        on_conflict(self.table.sqlite.on_conflict.get(name))
    }

    fn not_null(&self, column: &Column) -> String {
        let more = self.table.sqlite.not_nulls.get(&column.name).cloned().unwrap_or_default();
        let name = more.name.map(|name| format!("CONSTRAINT {} ", ident(&name))).unwrap_or_default();
        format!("{name}NOT NULL{}", on_conflict(more.on_conflict.as_ref()))
    }

    /// A primary key that is not the rowid implies NOT NULL where the table is strict or has no rowid.
    fn is_implied(&self, column: &Column) -> bool {
        let Self { table, .. } = self;
        let in_key = table.primary_key.as_ref().is_some_and(|(_, key)| key.columns.contains(&column.name));
        let is_rowid = rowid_alias(table).is_some_and(|alias| alias.name == column.name);
        in_key
            && !is_rowid
            && (table.strict || table.without_rowid)
            && !table.sqlite.not_nulls.contains_key(&column.name)
    }

    /// `(a COLLATE NOCASE DESC, b)`
    fn key(&self, name: &str, key: &Key) -> String {
        let none = Vec::new();
        let orders = self.table.sqlite.key_orders.get(name).unwrap_or(&none);
        let orders = orders.iter().map(String::as_str).chain(std::iter::repeat(""));
        let parts = key.columns.iter().zip(orders).map(|(column, order)| {
            let space = if order.is_empty() { "" } else { " " };
            format!("{}{space}{order}", ident(column))
        });
        format!("({})", parts.collect::<Vec<_>>().join(", "))
    }
}

/// The column that is the rowid under another name.
pub(super) fn rowid_alias(table: &Table) -> Option<&Column> {
    let (name, key) = table.primary_key.as_ref().filter(|_| !table.without_rowid)?;
    let [column] = key.columns.as_slice() else { return None };
    // `INTEGER PRIMARY KEY DESC` with the column is, by an old mistake, not the rowid
    let column = table.column(column).filter(|_| !table.sqlite.key_orders.contains_key(name))?;
    (column.data_type == "INTEGER").then_some(column)
}

fn has_collation(table: &Table, key: &str) -> bool {
    table.sqlite.key_orders.get(key).is_some_and(|orders| orders.iter().any(|order| order.starts_with("COLLATE")))
}

fn keyword(key: &Key) -> &'static str {
    if key.primary { "PRIMARY KEY" } else { "UNIQUE" }
}

pub(super) fn on_conflict(action: Option<&String>) -> String {
    action.map(|action| format!(" ON CONFLICT {action}")).unwrap_or_default()
}

/// A declared type: words, and numbers in parentheses; anything else is in quotes.
fn data_type(name: &str) -> String {
    let (words, numbers) = match name.split_once('(') {
        Some((words, rest)) => (words, rest.strip_suffix(')')),
        None => (name, Some("")),
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ' ';
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | ',' | '+' | '-' | '.');
    let plain = words.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && words.chars().all(is_word)
        && words.split(' ').all(|word| matches!(ident(word), std::borrow::Cow::Borrowed(_)))
        && numbers.is_some_and(|numbers| numbers.chars().all(is_number));
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

fn references(key: &ForeignKey) -> String {
    let mut text = format!("REFERENCES {}", ident(&key.references.name));
    if !key.referenced_columns.is_empty() {
        text.push_str(&format!(" {}", list(&key.referenced_columns)));
    }
    if key.match_full {
        text.push_str(" MATCH FULL");
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if action != KeyAction::NoAction {
            text.push_str(&format!(" ON {event} {}", action.words()));
        }
    }
    text.push_str(match (key.deferrable, key.initially_deferred) {
        (_, true) => " DEFERRABLE INITIALLY DEFERRED",
        (true, false) => " DEFERRABLE",
        (false, false) => "",
    });
    text
}

/// A name that PostgreSQL's rule made, without the number that told it from another.
fn without_number(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// By name, the second before the tenth: unnamed constraints are numbered in the order of the text.
fn in_order<T>(map: &BTreeMap<String, T>) -> impl Iterator<Item = (&String, &T)> {
    let number = |name: &str| name[without_number(name).len()..].parse::<u64>().unwrap_or_default();
    let mut items: Vec<_> = map.iter().collect();
    items.sort_by(|(a, _), (b, _)| {
        (without_number(a), number(a)).cmp(&(without_number(b), number(b))).then_with(|| a.cmp(b))
    });
    items.into_iter()
}
