//! Constraints as `CREATE TABLE` and `ADD CONSTRAINT` write them.

use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, ObjectName, Span};

use super::list;

/// A constraint of a table or of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub name: Option<String>,
    pub kind: ConstraintKind,
    pub not_valid: bool,
    /// `USING INDEX name`
    pub using_index: Option<String>,
    /// In the statement's own text.
    pub span: Span,
}

impl Constraint {
    /// As the statement has it, without its name.
    pub fn written<'s>(&self, sql: &'s str) -> &'s str {
        let text = &sql[self.span.start..self.span.end];
        let mut cursor = Cursor::new(text, Engine::Postgres);
        if cursor.eat("CONSTRAINT") && cursor.name().is_some() { text[cursor.offset()..].trim_start() } else { text }
    }
}

/// What it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    PrimaryKey(Vec<String>),
    Unique(Vec<String>),
    ForeignKey {
        columns: Vec<String>,
        reference: Reference,
    },
    /// With its parentheses.
    Check(String),
    Exclusion,
    NotNull(String),
}

/// What a foreign key points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub table: ObjectName,
    /// Empty for the primary key.
    pub columns: Vec<String>,
}

/// The constraint that a part of `CREATE TABLE` is, if it is one and not a column.
pub(super) fn of_table(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Option<Constraint> {
    let start = cursor.peek()?.span.start;
    let named = cursor.eat("CONSTRAINT");
    let name = if named { Some(cursor.name()?.0) } else { None };
    let mut using_index = None;
    let mut key = |cursor: &mut Cursor<'_>| {
        if cursor.eat("USING INDEX") {
            using_index = cursor.name().map(|(name, _)| name);
            return Some(Vec::new());
        }
        let _ = cursor.eat("NULLS NOT DISTINCT") || cursor.eat("NULLS DISTINCT");
        list::names(cursor, sql, engine)
    };
    let kind = if cursor.eat("PRIMARY KEY") {
        ConstraintKind::PrimaryKey(key(&mut cursor)?)
    } else if cursor.eat("UNIQUE") {
        ConstraintKind::Unique(key(&mut cursor)?)
    } else if cursor.eat("FOREIGN KEY") {
        let columns = list::names(&mut cursor, sql, engine)?;
        if !cursor.eat("REFERENCES") {
            return None;
        }
        ConstraintKind::ForeignKey { columns, reference: reference(&mut cursor, sql, engine)? }
    } else if cursor.eat("CHECK") {
        let group = cursor.group()?;
        ConstraintKind::Check(sql[group.start..group.end].to_owned())
    } else if cursor.follows("EXCLUDE USING") || (cursor.eat("EXCLUDE") && cursor.group().is_some()) {
        ConstraintKind::Exclusion
    } else if cursor.eat("NOT NULL") {
        ConstraintKind::NotNull(cursor.name()?.0)
    } else {
        return None;
    };
    let not_valid = list::has(cursor, "NOT VALID");
    let mut end = cursor.offset();
    while cursor.next().is_some() {
        end = cursor.offset();
    }
    Some(Constraint { name, kind, not_valid, using_index, span: Span { start, end } })
}

/// Behind `REFERENCES`.
pub(super) fn reference(cursor: &mut Cursor<'_>, sql: &str, engine: Engine) -> Option<Reference> {
    let (table, _) = cursor.object_name()?;
    let columns = list::names(cursor, sql, engine).unwrap_or_default();
    Some(Reference { table, columns })
}
