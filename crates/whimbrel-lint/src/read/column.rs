//! A column of `CREATE TABLE` or `ADD COLUMN`.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Span};

use super::constraint::{self, Constraint, ConstraintKind};

/// What ends a column's type, or its default.
const CLAUSES: [&str; 17] = [
    "CONSTRAINT",
    "NOT",
    "NULL",
    "DEFAULT",
    "PRIMARY",
    "UNIQUE",
    "REFERENCES",
    "CHECK",
    "GENERATED",
    "COLLATE",
    "STORAGE",
    "COMPRESSION",
    "DEFERRABLE",
    "INITIALLY",
    "AUTOINCREMENT",
    "USING",
    "AS",
];

/// A column and what its own clauses say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    pub name_span: Span,
    /// As written, blanks as they are; empty in SQLite where there is none.
    pub data_type: String,
    pub type_span: Span,
    pub not_null: bool,
    /// As written.
    pub default: Option<String>,
    pub identity: bool,
    pub generated: Option<Stored>,
    pub constraints: Vec<Constraint>,
}

/// How a generated column is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    Stored,
    Virtual,
}

impl Column {
    /// `serial`, `bigserial`, `smallserial`
    pub fn is_serial(&self) -> bool {
        let name = self.data_type.to_ascii_lowercase();
        ["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"].contains(&name.as_str())
    }
}

/// Reads one that reaches to the end of `item`.
pub(super) fn read(cursor: &mut Cursor<'_>, sql: &str, item: Span, engine: Engine) -> Option<Column> {
    let (name, name_span) = cursor.name()?;
    let type_span = until_clause(cursor, item, false);
    let mut column = Column {
        name,
        name_span,
        data_type: sql[type_span.start..type_span.end].to_owned(),
        type_span,
        not_null: false,
        default: None,
        identity: false,
        generated: None,
        constraints: Vec::new(),
    };
    let mut constraint_name = None;
    while cursor.peek().is_some() {
        clause(cursor, sql, item, engine, &mut column, &mut constraint_name);
    }
    column.not_null |= column.constraints.iter().any(|c| matches!(c.kind, ConstraintKind::PrimaryKey(_)));
    Some(column)
}

fn clause(
    cursor: &mut Cursor<'_>,
    sql: &str,
    item: Span,
    engine: Engine,
    column: &mut Column,
    constraint_name: &mut Option<String>,
) {
    let start = cursor.peek().map_or(item.end, |token| token.span.start);
    let mut add = |kind, end: usize, name: Option<String>| {
        let span = Span { start, end };
        let using_index = None;
        column.constraints.push(Constraint { name, kind, not_valid: false, using_index, span });
    };
    if cursor.eat("CONSTRAINT") {
        *constraint_name = cursor.name().map(|(name, _)| name);
    } else if cursor.eat("NOT NULL") {
        column.not_null = true;
    } else if cursor.eat("DEFAULT") {
        let span = until_clause(cursor, item, true);
        column.default = Some(sql[span.start..span.end].to_owned());
    } else if cursor.eat("PRIMARY KEY") {
        add(ConstraintKind::PrimaryKey(vec![column.name.clone()]), cursor.offset(), constraint_name.take());
    } else if cursor.eat("UNIQUE") {
        add(ConstraintKind::Unique(vec![column.name.clone()]), cursor.offset(), constraint_name.take());
    } else if cursor.eat("CHECK") {
        if let Some(group) = cursor.group() {
            let expression = sql[group.start..group.end].to_owned();
            add(ConstraintKind::Check(expression), cursor.offset(), constraint_name.take());
        }
    } else if cursor.eat("REFERENCES") {
        if let Some(reference) = constraint::reference(cursor, sql, engine) {
            let columns = vec![column.name.clone()];
            add(ConstraintKind::ForeignKey { columns, reference }, cursor.offset(), constraint_name.take());
        }
    } else if cursor.eat("GENERATED") {
        let _ = cursor.eat("ALWAYS") || cursor.eat("BY DEFAULT");
        cursor.eat("AS");
        if cursor.eat("IDENTITY") {
            column.identity = true;
            column.not_null = true;
        } else if cursor.group().is_some() {
            column.generated = Some(if cursor.eat("STORED") { Stored::Stored } else { Stored::Virtual });
        }
    } else if cursor.group().is_none() {
        cursor.next();
    }
}

/// Steps to the next clause, or past one token more; gives what was passed.
fn until_clause(cursor: &mut Cursor<'_>, item: Span, at_least_one: bool) -> Span {
    let start = cursor.peek().map_or(item.end, |token| token.span.start);
    let mut end = start;
    while let Some(token) = cursor.peek() {
        let is_clause = token.kind == TokenKind::Word && CLAUSES.iter().any(|word| token.is_word(word));
        // `DEFAULT NULL`
        if is_clause && !(at_least_one && end == start) {
            break;
        }
        if cursor.group().is_none() {
            cursor.next();
        }
        end = cursor.offset();
    }
    Span { start, end }
}
