//! Reading what stands after `-- migrate:requires`.

use super::{Need, Requirement, VersionBound};
use crate::lex::{Cursor, Lexer, TokenKind};
use crate::nearest::nearest;
use crate::{Engine, SourceError, SourceFile, Span};

const KINDS: [&str; 10] =
    ["table", "column", "extension", "role", "schema", "type", "function", "postgres", "sqlite", "variable"];

/// Adds the comma-separated requirements in `rest` to `requires`.
pub(crate) fn read(file: &SourceFile, rest: Span, requires: &mut Vec<Requirement>) -> Result<(), SourceError> {
    let mut item: Option<Span> = None;
    let mut depth = 0_usize;
    let mut missing = rest;
    for token in Lexer::within(&file.text, rest, Engine::Postgres).filter(|token| !token.is_trivia()) {
        match token.kind {
            TokenKind::LeftParen => depth += 1,
            TokenKind::RightParen => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth == 0 => {
                let span = item.take().ok_or_else(|| nothing(file, token.span))?;
                requires.push(one(file, span)?);
                missing = token.span;
                continue;
            }
            TokenKind::Unterminated(_) => {
                return Err(SourceError::new("quoted name is never closed")
                    .at(file, token.span, "opened here")
                    .remedy("close it on the same line"));
            }
            _ => {}
        }
        item = Some(Span { start: item.map_or(token.span.start, |span| span.start), end: token.span.end });
    }
    let span = item.ok_or_else(|| nothing(file, missing))?;
    requires.push(one(file, span)?);
    Ok(())
}

fn nothing(file: &SourceFile, span: Span) -> SourceError {
    SourceError::new("`-- migrate:requires` names nothing here")
        .at(file, span, "a requirement is missing")
        .remedy("write what must exist, such as `-- migrate:requires table users, extension pgcrypto`")
}

fn one(file: &SourceFile, span: Span) -> Result<Requirement, SourceError> {
    let mut cursor = Cursor::within(&file.text, span, Engine::Postgres);
    let kind = cursor.next().map(|token| token.text.to_ascii_lowercase()).unwrap_or_default();
    let argument = Span { start: cursor.offset(), end: span.end };
    let raw = file.slice(argument).trim();
    let wrong = |example: &str| {
        SourceError::new(format!("`{}` is not a requirement", file.slice(span)))
            .at(file, span, "not understood")
            .remedy(format!("write it like `{example}`"))
    };
    let name = || {
        let mut cursor = cursor;
        let name = cursor.object_name().map(|(name, _)| name);
        name.filter(|_| cursor.peek().is_none())
    };
    let plain = || {
        let quoted = name().filter(|name| name.schema.is_none()).map(|name| name.name);
        // Extensions and roles may have a hyphen: `uuid-ossp` needs no quotes here.
        let hyphened = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        quoted.or_else(|| (!raw.is_empty() && raw.chars().all(hyphened)).then(|| raw.to_owned()))
    };
    let need = match kind.as_str() {
        "table" => Need::Table(name().ok_or_else(|| wrong("table app.users"))?),
        "type" => Need::Type(name().ok_or_else(|| wrong("type app.mood"))?),
        "extension" => Need::Extension(plain().ok_or_else(|| wrong("extension pgcrypto"))?),
        "role" => Need::Role(plain().ok_or_else(|| wrong("role app"))?),
        "schema" => Need::Schema(plain().ok_or_else(|| wrong("schema app"))?),
        "function" => {
            let mut cursor = cursor;
            let function = cursor.object_name().map(|(name, _)| name);
            let empty = cursor.group().is_none_or(|group| group.len() == 2);
            let whole = empty && cursor.peek().is_none();
            Need::Function(function.filter(|_| whole).ok_or_else(|| wrong("function app.touch_updated_at"))?)
        }
        "column" => {
            let (table, column) = column(cursor).ok_or_else(|| wrong("column app.users.id"))?;
            Need::Column(table, column)
        }
        "postgres" => Need::Postgres(VersionBound::parse(raw).ok_or_else(|| wrong("postgres >=12"))?),
        "sqlite" => Need::Sqlite(VersionBound::parse(raw).ok_or_else(|| wrong("sqlite >=3.35"))?),
        "variable" => {
            let valid = raw.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && raw.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !valid {
                return Err(wrong("variable OAUTH_ENCRYPTION_KEY"));
            }
            Need::Variable(raw.to_owned())
        }
        _ => return Err(unknown(file, span, &kind)),
    };
    Ok(Requirement { need, span })
}

fn unknown(file: &SourceFile, span: Span, kind: &str) -> SourceError {
    let remedy = match nearest(kind, &KINDS) {
        Some(kind) => format!("write `{kind} …`"),
        None => format!("say what it is: one of {}, and then its name", KINDS.join(", ")),
    };
    SourceError::new(format!("`{}` is not a requirement", file.slice(span)))
        .at(file, span, "not understood")
        .remedy(remedy)
}

/// `users.id`, `app.users.id`
fn column(mut cursor: Cursor<'_>) -> Option<(crate::ObjectName, String)> {
    let mut parts = vec![cursor.name()?.0];
    while cursor.eat_kind(TokenKind::Dot).is_some() {
        parts.push(cursor.name()?.0);
    }
    if cursor.peek().is_some() || parts.len() > 3 {
        return None;
    }
    let column = parts.pop()?;
    let name = parts.pop()?;
    Some((crate::ObjectName { schema: parts.pop(), name }, column))
}
