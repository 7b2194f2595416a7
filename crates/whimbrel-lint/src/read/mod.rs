//! What a statement says, as values that rules can match on. Lexical, so that it serves both engines and every
//! version: what is not understood is left out, and what a statement does is for its trace to say.

mod alter;
mod column;
mod constraint;
mod index;
mod list;
mod other;
mod row;

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, ObjectName, Span};

pub(crate) use alter::{Action, AlterTable};
pub(crate) use column::{Column, Stored};
pub(crate) use constraint::{Constraint, ConstraintKind, Reference};
pub(crate) use index::{NewIndex, keys};
pub(crate) use list::split;
pub(crate) use other::{Drop, EnumValue};
pub(crate) use row::{Conflict, Insert, Write};

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    CreateTable(NewTable),
    AlterTable(AlterTable),
    CreateIndex(NewIndex),
    Drop(Drop),
    Truncate {
        tables: Vec<ObjectName>,
        cascade: bool,
    },
    Insert(Insert),
    Update(Write),
    Delete(Write),
    AddEnumValue(EnumValue),
    /// `CREATE TYPE … AS ENUM`
    CreateEnum(ObjectName),
    /// What is reindexed: `INDEX`, `TABLE`, …
    Reindex {
        what: String,
        name: ObjectName,
        concurrently: bool,
    },
    VacuumFull(Vec<ObjectName>),
    Cluster(Option<ObjectName>),
    Refresh {
        view: ObjectName,
        concurrently: bool,
        with_data: bool,
    },
    CreatePolicy {
        table: ObjectName,
    },
    /// The table of `CREATE TRIGGER`.
    CreateTrigger(ObjectName),
    Begin,
    Commit,
    Rollback,
    Other,
}

/// `CREATE TABLE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewTable {
    pub name: ObjectName,
    pub name_span: Span,
    pub temporary: bool,
    /// `PARTITION OF`
    pub partition: bool,
    /// `AS`, `LIKE`, `INHERITS`, `OF`: it has columns that the text does not show.
    pub open: bool,
    pub columns: Vec<Column>,
    pub constraints: Vec<Constraint>,
}

impl NewTable {
    /// What its columns and its own clauses say, constraints of columns included.
    pub fn all_constraints(&self) -> impl Iterator<Item = &Constraint> {
        self.columns.iter().flat_map(|column| &column.constraints).chain(&self.constraints)
    }
}

/// Reads a statement.
pub(crate) fn read(sql: &str, engine: Engine) -> Act {
    let cursor = Cursor::new(sql, engine);
    table(cursor, sql, engine).map(Act::CreateTable).unwrap_or_else(|| rest(cursor, sql, engine))
}

fn rest(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Act {
    let Some(first) = cursor.peek().filter(|token| token.kind == TokenKind::Word) else { return Act::Other };
    let act = match first.text.to_ascii_uppercase().as_str() {
        "ALTER" => alter::table(cursor, sql, engine).map(Act::AlterTable).or_else(|| other::add_value(cursor)),
        "CREATE" => index::read(cursor, sql, engine).map(Act::CreateIndex).or_else(|| other::create(cursor)),
        "DROP" => other::drop(cursor).map(Act::Drop),
        "TRUNCATE" => other::truncate(cursor),
        "INSERT" | "UPDATE" | "DELETE" | "WITH" | "REPLACE" => row::read(cursor, sql, engine),
        "REINDEX" | "VACUUM" | "CLUSTER" | "REFRESH" => other::maintenance(cursor),
        "BEGIN" => Some(Act::Begin),
        "START" => Some(Act::Begin),
        "COMMIT" | "END" => {
            cursor.next();
            (!cursor.is("PREPARED")).then_some(Act::Commit)
        }
        "ABORT" => Some(Act::Rollback),
        "ROLLBACK" => {
            cursor.next();
            (!cursor.is("TO") && !cursor.is("PREPARED")).then_some(Act::Rollback)
        }
        _ => None,
    };
    act.unwrap_or(Act::Other)
}

fn table(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Option<NewTable> {
    if !cursor.eat("CREATE") {
        return None;
    }
    let _ = cursor.eat("GLOBAL") || cursor.eat("LOCAL");
    let temporary = cursor.eat("TEMPORARY") || cursor.eat("TEMP");
    cursor.eat("UNLOGGED");
    if !cursor.eat("TABLE") {
        return None;
    }
    cursor.eat("IF NOT EXISTS");
    let (name, name_span) = cursor.object_name()?;
    let partition = cursor.follows("PARTITION OF");
    let mut table =
        NewTable { name, name_span, temporary, partition, open: false, columns: Vec::new(), constraints: Vec::new() };
    table.open = !cursor.is_kind(TokenKind::LeftParen);
    let Some(group) = cursor.group() else { return Some(table) };
    table.open |= cursor.is("INHERITS") || cursor.is("AS");
    for item in split(sql, list::inside(group), engine) {
        let mut part = Cursor::within(sql, item, engine);
        if part.is("LIKE") {
            table.open = true;
        } else if let Some(constraint) = constraint::of_table(part, sql, engine) {
            table.constraints.push(constraint);
        } else if let Some(column) = column::read(&mut part, sql, item, engine) {
            table.columns.push(column);
        }
    }
    Some(table)
}
