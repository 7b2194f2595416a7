//! `ALTER TABLE` as PostgreSQL writes it, and as SQLite does.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{ObjectName, Span};

use super::definition::{self, Column, Constraint, Unreadable, near};
use crate::sqlite::syntax::{cursor, cursor_within, slice, split_at_commas};

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct AlterTable {
    pub table: ObjectName,
    pub if_exists: bool,
    pub actions: Vec<Action>,
}

/// One thing it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) enum Action {
    /// Spans in `column` are places in `text`, which is its definition alone.
    AddColumn {
        if_not_exists: bool,
        text: String,
        column: Column,
    },
    DropColumn {
        if_exists: bool,
        name: String,
        cascade: bool,
    },
    SetType {
        column: String,
        type_name: String,
        collate: Option<String>,
        using: Option<String>,
    },
    SetDefault {
        column: String,
        value: String,
    },
    DropDefault {
        column: String,
    },
    SetNotNull {
        column: String,
    },
    DropNotNull {
        column: String,
    },
    /// Spans in `constraint` are places in `text`.
    AddConstraint {
        text: String,
        constraint: Constraint,
        not_valid: bool,
    },
    DropConstraint {
        if_exists: bool,
        name: String,
        cascade: bool,
    },
    /// `to` as it is written.
    RenameConstraint {
        from: String,
        to: String,
    },
    ValidateConstraint {
        name: String,
    },
    /// `RENAME TO`, `RENAME COLUMN`: SQLite's own, which follows references everywhere. The text after the table.
    Rename {
        text: String,
    },
}

/// Reads the statement; `sql` begins with `ALTER TABLE`.
pub(in crate::sqlite) fn parse(sql: &str) -> Result<AlterTable, Unreadable> {
    let mut at = cursor(sql);
    if !at.eat("ALTER TABLE") {
        return Err(near(sql, &at));
    }
    let if_exists = at.eat("IF EXISTS");
    at.eat("ONLY");
    let (table, _) = at.object_name().ok_or_else(|| near(sql, &at))?;
    let rest = Span { start: at.offset(), end: sql.len() };
    let actions = split_at_commas(sql, rest).into_iter().map(|span| action(sql, span)).collect::<Result<_, _>>()?;
    Ok(AlterTable { table, if_exists, actions })
}

fn action(sql: &str, span: Span) -> Result<Action, Unreadable> {
    let mut at = cursor_within(sql, span);
    let whole = || slice(sql, span).trim().to_owned();
    let action = if at.eat("ADD") {
        return add(sql, at, span);
    } else if at.eat("DROP CONSTRAINT") {
        let if_exists = at.eat("IF EXISTS");
        let name = name(sql, &mut at)?;
        Action::DropConstraint { if_exists, name, cascade: cascade(&mut at) }
    } else if at.eat("DROP") {
        at.eat("COLUMN");
        let if_exists = at.eat("IF EXISTS");
        let name = name(sql, &mut at)?;
        Action::DropColumn { if_exists, name, cascade: cascade(&mut at) }
    } else if at.eat("ALTER") {
        at.eat("COLUMN");
        return alter_column(sql, at, span);
    } else if at.eat("RENAME CONSTRAINT") {
        let from = name(sql, &mut at)?;
        if !at.eat("TO") {
            return Err(near(sql, &at));
        }
        let (_, to) = at.name().ok_or_else(|| near(sql, &at))?;
        Action::RenameConstraint { from, to: slice(sql, to).to_owned() }
    } else if at.eat("RENAME") {
        return Ok(Action::Rename { text: whole() });
    } else if at.eat("VALIDATE CONSTRAINT") {
        Action::ValidateConstraint { name: name(sql, &mut at)? }
    } else {
        return Err(near(sql, &at));
    };
    ended(sql, &at).map(|()| action)
}

fn add(sql: &str, mut at: Cursor<'_>, span: Span) -> Result<Action, Unreadable> {
    let is_constraint = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| at.is(word));
    if is_constraint {
        let text = rest(sql, &at, span);
        let mut own = cursor(&text);
        let constraint = definition::table_constraint(&text, &mut own)?;
        let not_valid = own.eat("NOT VALID");
        ended(&text, &own)?;
        let kept = text[..constraint.span.end].to_owned();
        return Ok(Action::AddConstraint { text: kept, constraint, not_valid });
    }
    at.eat("COLUMN");
    let if_not_exists = at.eat("IF NOT EXISTS");
    let text = rest(sql, &at, span);
    let mut own = cursor(&text);
    let column = definition::column(&text, &mut own)?;
    ended(&text, &own)?;
    let text = text[..column.span.end].to_owned();
    Ok(Action::AddColumn { if_not_exists, text, column })
}

fn alter_column(sql: &str, mut at: Cursor<'_>, span: Span) -> Result<Action, Unreadable> {
    let column = name(sql, &mut at)?;
    let action = if at.eat("SET DEFAULT") {
        let value = rest(sql, &at, span);
        if value.is_empty() {
            return Err(near(sql, &at));
        }
        return Ok(Action::SetDefault { column, value });
    } else if at.eat("DROP DEFAULT") {
        Action::DropDefault { column }
    } else if at.eat("SET NOT NULL") {
        Action::SetNotNull { column }
    } else if at.eat("DROP NOT NULL") {
        Action::DropNotNull { column }
    } else if at.eat("SET DATA TYPE") || at.eat("TYPE") {
        let type_span = definition::type_name(&mut at).ok_or_else(|| near(sql, &at))?;
        let collate = if at.eat("COLLATE") {
            let (_, span) = at.name().ok_or_else(|| near(sql, &at))?;
            Some(slice(sql, span).to_owned())
        } else {
            None
        };
        let using = if at.eat("USING") { Some(rest(sql, &at, span)) } else { None };
        if using.is_none() {
            ended(sql, &at)?;
        }
        return Ok(Action::SetType { column, type_name: slice(sql, type_span).to_owned(), collate, using });
    } else {
        return Err(near(sql, &at));
    };
    ended(sql, &at).map(|()| action)
}

fn name(sql: &str, at: &mut Cursor<'_>) -> Result<String, Unreadable> {
    at.name().map(|(name, _)| name).ok_or_else(|| near(sql, at))
}

fn cascade(at: &mut Cursor<'_>) -> bool {
    let cascade = at.eat("CASCADE");
    at.eat("RESTRICT");
    cascade
}

/// From the next token to the last one of `span`.
fn rest(sql: &str, at: &Cursor<'_>, span: Span) -> String {
    let start = at.peek().map_or(span.end, |token| token.span.start);
    let end = at.map(|token| token.span.end).last().unwrap_or(start);
    sql[start..end].to_owned()
}

fn ended(sql: &str, at: &Cursor<'_>) -> Result<(), Unreadable> {
    match at.peek() {
        None => Ok(()),
        Some(token) if token.kind == TokenKind::Semicolon => Ok(()),
        Some(_) => Err(near(sql, at)),
    }
}
