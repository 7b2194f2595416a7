//! Statements that write rows.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, ObjectName};

use super::{Act, list};

/// `INSERT`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Insert {
    pub table: ObjectName,
    /// `None` for all.
    pub columns: Option<Vec<String>>,
    /// Rows that the statement itself lists, and not a query.
    pub values: bool,
    /// `WHERE` somewhere in it, as in `SELECT … WHERE NOT EXISTS …`.
    pub filtered: bool,
    pub conflict: Option<Conflict>,
}

/// `ON CONFLICT`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// `DO NOTHING` for whatever there is.
    Any,
    /// Plain columns.
    Columns(Vec<String>),
    /// `ON CONSTRAINT`, expressions, a `WHERE`.
    Other,
}

/// `UPDATE` or `DELETE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Write {
    pub table: ObjectName,
    /// `WHERE`
    pub filtered: bool,
    /// `LIMIT` somewhere in it: one batch of many.
    pub limited: bool,
}

pub(super) fn read(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Option<Act> {
    if cursor.eat("WITH") {
        // the statement below the common table expressions, whose bodies are passed over
        while !["INSERT INTO", "DELETE FROM", "UPDATE"].iter().any(|verb| cursor.follows(verb)) {
            if cursor.group().is_none() {
                cursor.next()?;
            }
        }
    }
    let limited = Cursor::new(sql, engine).any(|token| token.is_word("LIMIT") || token.is_word("FETCH"));
    if cursor.eat("INSERT") || cursor.eat("REPLACE") {
        return insert(cursor, sql, engine).map(Act::Insert);
    }
    let delete = cursor.eat("DELETE FROM");
    if !delete && !cursor.eat("UPDATE") {
        return None;
    }
    if cursor.eat("OR") {
        cursor.next();
    }
    cursor.eat("ONLY");
    let table = cursor.object_name()?.0;
    let write = Write { table, filtered: list::has(cursor, "WHERE"), limited };
    Some(if delete { Act::Delete(write) } else { Act::Update(write) })
}

fn insert(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Option<Insert> {
    let replaces = cursor.eat("OR");
    if replaces {
        cursor.next();
    }
    if !cursor.eat("INTO") {
        return None;
    }
    let table = cursor.object_name()?.0;
    if cursor.eat("AS") {
        cursor.name();
    }
    let columns = if cursor.is_kind(TokenKind::LeftParen) { list::names(&mut cursor, sql, engine) } else { None };
    if cursor.eat("OVERRIDING") {
        cursor.next();
        cursor.next();
    }
    let values = cursor.eat("VALUES");
    let mut rest = cursor;
    let filtered = rest.any(|token| token.is_word("WHERE"));
    let mut conflict = replaces.then_some(Conflict::Other);
    let mut rest = cursor;
    loop {
        if rest.eat("ON CONFLICT") {
            conflict = Some(target(rest, sql, engine));
            break;
        }
        if rest.group().is_none() && rest.next().is_none() {
            break;
        }
    }
    Some(Insert { table, columns, values, filtered, conflict })
}

fn target(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Conflict {
    if cursor.is("DO") {
        return Conflict::Any;
    }
    let Some(group) = cursor.group() else { return Conflict::Other };
    let plain = |part| {
        let mut cursor = Cursor::within(sql, part, engine);
        let name = cursor.name()?.0;
        cursor.peek().is_none().then_some(name)
    };
    let names = list::split(sql, list::inside(group), engine).into_iter().map(plain).collect::<Option<Vec<_>>>();
    match names {
        Some(names) if !cursor.is("WHERE") && !cursor.is_kind(TokenKind::LeftParen) => Conflict::Columns(names),
        _ => Conflict::Other,
    }
}
