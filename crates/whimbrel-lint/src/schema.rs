//! What a run leaves behind: tables with their keys and indexes, from the text of all its migrations and, where known,
//! from the schema after the last of them.

use std::collections::HashMap;

use whimbrel_catalog::{Action as Did, Catalog, Index, Key, ObjectKind, Table};
use whimbrel_source::{Engine, ObjectName, Span};

use crate::context::{self, Context, Line, key};
use crate::finding::Basis;
use crate::read::{self, Act, Action, Column, Constraint, ConstraintKind, NewIndex, Reference};

/// A place in the run: migration and statement.
pub(crate) type At = (usize, usize);

/// An index, or what makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Provided {
    pub name: Option<String>,
    pub keys: Vec<String>,
    pub include: Vec<String>,
    pub method: String,
    pub unique: bool,
    pub predicate: Option<String>,
    /// It belongs to a primary key or unique constraint.
    pub constraint: bool,
    pub primary: bool,
    /// Where the run makes it; `None` for what was there before.
    pub at: Option<At>,
}

/// A foreign key that the run adds.
#[derive(Debug, Clone)]
pub(crate) struct NewForeignKey {
    pub at: At,
    /// In the statement's own text.
    pub span: Span,
    pub table: ObjectName,
    pub columns: Vec<String>,
    pub reference: Reference,
}

/// A table that the run makes or alters.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Where it is made, if the text shows all of its columns.
    pub made: Option<At>,
    /// Those that the run adds.
    pub columns: HashMap<String, (Column, At)>,
    pub provided: Vec<Provided>,
    pub row_security: Option<(At, Span)>,
    pub policies: usize,
    pub dropped: bool,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome<'a> {
    pub tables: HashMap<(String, String), Touched>,
    pub foreign_keys: Vec<NewForeignKey>,
    /// Where the indexes that the run makes are.
    index_of: HashMap<String, (String, String)>,
    /// The last schema that was seen.
    pub after: Option<&'a Catalog>,
}

impl<'a> Outcome<'a> {
    pub fn of(contexts: &[Context<'a>]) -> Self {
        let mut outcome = Self::default();
        for cx in contexts {
            for line in &cx.lines {
                outcome.take(&line.act, (cx.index, line.number));
                outcome.take_seen(line, (cx.index, line.number));
                outcome.after = line.observed.after.or(outcome.after);
            }
        }
        outcome
    }

    /// Takes in the next statement.
    pub fn take(&mut self, act: &Act, at: At) {
        match act {
            Act::CreateTable(table) => {
                let touched = self.tables.entry(key(&table.name)).or_default();
                *touched = Touched { made: (!table.open && !table.partition).then_some(at), ..Touched::default() };
                for column in &table.columns {
                    touched.columns.insert(column.name.clone(), (column.clone(), at));
                }
                for constraint in table.all_constraints() {
                    self.constraint(&table.name, constraint, at);
                }
            }
            Act::AlterTable(alter) => {
                for (action, span) in &alter.actions {
                    self.action(&alter.table, action, *span, at);
                }
            }
            Act::CreateIndex(index) => {
                let touched = self.tables.entry(key(&index.table)).or_default();
                touched.provided.push(Provided::written(index, at));
                self.index_of.extend(index.name.iter().map(|name| (name.name.clone(), key(&index.table))));
            }
            Act::CreatePolicy { table } => self.tables.entry(key(table)).or_default().policies += 1,
            Act::Drop(drop) if drop.what == "TABLE" => {
                for name in &drop.names {
                    *self.tables.entry(key(name)).or_default() = Touched { dropped: true, ..Touched::default() };
                }
            }
            Act::Drop(drop) if drop.what == "INDEX" => {
                for name in &drop.names {
                    let on = self.index_of.remove(&name.name).and_then(|table| self.tables.get_mut(&table));
                    if let Some(touched) = on {
                        touched.provided.retain(|provided| provided.name.as_ref() != Some(&name.name));
                    }
                }
            }
            _ => {}
        }
    }

    /// Foreign keys that the text does not show, such as those of a `DO` block.
    fn take_seen(&mut self, line: &Line<'_>, at: At) {
        let (Some(trace), Some(after)) = (line.observed.trace, line.observed.after) else { return };
        if matches!(line.act, Act::CreateTable(_) | Act::AlterTable(_)) {
            return;
        }
        for change in &trace.changes {
            let table = change.object.relation().map(|name| ObjectName { schema: name.schema, name: name.name });
            let is_new = change.action == Did::Created && change.object.kind == ObjectKind::ForeignKey;
            let Some(table) = table.filter(|_| is_new) else { continue };
            let known = context::table(after, &table).and_then(|found| found.foreign_keys.get(&change.object.name));
            self.foreign_keys.extend(known.map(|known| NewForeignKey {
                at,
                span: Span { start: 0, end: line.statement.sql.len() },
                table: table.clone(),
                columns: known.columns.clone(),
                reference: Reference {
                    table: ObjectName { schema: known.references.schema.clone(), name: known.references.name.clone() },
                    columns: known.referenced_columns.clone(),
                },
            }));
        }
    }

    fn action(&mut self, table: &ObjectName, action: &Action, span: Span, at: At) {
        match action {
            Action::AddColumn(column) => {
                let touched = self.tables.entry(key(table)).or_default();
                touched.columns.insert(column.name.clone(), (column.clone(), at));
                for constraint in &column.constraints {
                    self.constraint(table, constraint, at);
                }
            }
            Action::AddConstraint(constraint) => self.constraint(table, constraint, at),
            Action::EnableRowSecurity => {
                self.tables.entry(key(table)).or_default().row_security = Some((at, span));
            }
            Action::RenameTable(to) => {
                if let Some(touched) = self.tables.remove(&key(table)) {
                    let name = ObjectName { schema: table.schema.clone(), name: to.clone() };
                    self.tables.insert(key(&name), touched);
                }
            }
            _ => {}
        }
    }

    fn constraint(&mut self, table: &ObjectName, constraint: &Constraint, at: At) {
        match &constraint.kind {
            ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) if !columns.is_empty() => {
                let provided = Provided {
                    name: constraint.name.clone(),
                    keys: columns.clone(),
                    include: Vec::new(),
                    method: "btree".to_owned(),
                    unique: true,
                    predicate: None,
                    constraint: true,
                    primary: matches!(constraint.kind, ConstraintKind::PrimaryKey(_)),
                    at: Some(at),
                };
                self.tables.entry(key(table)).or_default().provided.push(provided);
            }
            ConstraintKind::ForeignKey { columns, reference } => self.foreign_keys.push(NewForeignKey {
                at,
                span: constraint.span,
                table: table.clone(),
                columns: columns.clone(),
                reference: reference.clone(),
            }),
            _ => {}
        }
    }

    /// The table in the last schema that was seen.
    pub fn table_after(&self, name: &ObjectName) -> Option<&'a Table> {
        context::table(self.after?, name)
    }

    /// The columns of its primary key.
    pub fn primary_key(&self, name: &ObjectName) -> Option<Vec<String>> {
        if let Some(table) = self.table_after(name) {
            return table.primary_key.as_ref().map(|(_, key)| key.columns.clone());
        }
        let provided = &self.tables.get(&key(name))?.provided;
        provided.iter().find(|provided| provided.primary).map(|provided| provided.keys.clone())
    }

    /// Its indexes at the end, and what says so; `None` where only some can be known, because the table was there before
    /// and no schema was seen.
    pub fn provided(&self, table: &ObjectName) -> Option<(Vec<Provided>, Basis)> {
        let touched = self.tables.get(&key(table));
        let written = touched.map(|touched| touched.provided.clone()).unwrap_or_default();
        if let Some(table) = self.table_after(table) {
            let mut all = seen(table);
            for provided in &mut all {
                let is = |other: &&Provided| match &other.name {
                    Some(name) => Some(name) == provided.name.as_ref(),
                    None => other.keys == provided.keys && other.constraint == provided.constraint,
                };
                provided.at = written.iter().find(is).and_then(|other| other.at);
            }
            return Some((all, Basis::Catalog));
        }
        touched.is_some_and(|touched| touched.made.is_some()).then_some((written, Basis::Text))
    }
}

/// The indexes of a table in a schema.
pub(crate) fn seen(table: &Table) -> Vec<Provided> {
    let keys = table.primary_key.iter().map(|(name, key)| (name, key)).chain(&table.uniques);
    let keys = keys.map(|(name, key)| Provided::of_key(name, key));
    keys.chain(table.indexes.iter().map(|(name, index)| Provided::of_index(name, index))).collect()
}

impl Provided {
    fn written(index: &NewIndex, at: At) -> Self {
        Self {
            name: index.name.as_ref().map(|name| name.name.clone()),
            keys: index.keys.clone(),
            include: index.include.clone(),
            method: index.method.clone(),
            unique: index.unique,
            predicate: index.predicate.clone(),
            constraint: false,
            primary: false,
            at: Some(at),
        }
    }

    fn of_key(name: &str, key: &Key) -> Self {
        Self {
            name: Some(name.to_owned()),
            keys: key.columns.clone(),
            include: key.include.clone(),
            method: "btree".to_owned(),
            unique: true,
            predicate: None,
            constraint: true,
            primary: key.primary,
            at: None,
        }
    }

    fn of_index(name: &str, index: &Index) -> Self {
        Self {
            name: Some(name.to_owned()),
            keys: read::keys(&index.keys, Engine::Postgres),
            include: index.include.clone(),
            method: index.method.clone(),
            unique: index.unique,
            predicate: index.predicate.clone(),
            constraint: false,
            primary: false,
            at: None,
        }
    }

    /// True where it finds all rows that have given values in these columns, in whatever order they are.
    pub fn serves(&self, columns: &[String]) -> bool {
        let partial = self.predicate.as_ref().is_some_and(|predicate| !only_skips_nulls(predicate, columns));
        let first = self.keys.get(..columns.len()).unwrap_or_default();
        let plain = |key: &String| key.split(' ').next().unwrap_or_default().to_owned();
        let first: Vec<String> = first.iter().map(plain).collect();
        let one = columns.len() == 1 && self.keys.first().map(plain).as_ref() == columns.first();
        !partial
            && (self.method == "btree" || one)
            && first.len() == columns.len()
            && columns.iter().all(|column| first.contains(column))
    }
}

/// `WHERE user_id IS NOT NULL`: a foreign key looks for no nulls.
fn only_skips_nulls(predicate: &str, columns: &[String]) -> bool {
    let words = predicate.trim_matches(['(', ')']).trim().to_ascii_lowercase();
    columns.iter().any(|column| words == format!("{column} is not null"))
}
