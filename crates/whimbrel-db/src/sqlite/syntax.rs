//! Small things about names and words in SQLite's SQL.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Span};

use crate::sql::identifier;

/// A cursor over SQLite's tokens.
pub(super) fn cursor(sql: &str) -> Cursor<'_> {
    Cursor::new(sql, Engine::Sqlite)
}

/// The same, over a part of `sql`.
pub(super) fn cursor_within(sql: &str, span: Span) -> Cursor<'_> {
    Cursor::within(sql, span, Engine::Sqlite)
}

/// Names in double quotes, joined by commas.
pub(super) fn quoted_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(identifier).collect::<Vec<_>>().join(", ")
}

/// A text in single quotes.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether two names are the same to SQLite, which ignores the case of ASCII letters even in quotes.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// The part of `text` at `span`.
pub(super) fn slice(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

/// Whether `name` occurs in `sql` as an identifier.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    cursor(sql)
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier))
        .any(|token| token.identifier().is_some_and(|found| same(&found, name)))
}

/// The tokens with comments dropped, unquoted words in lower case and one blank between them: equal for texts
/// that say the same.
pub(super) fn normalized(sql: &str) -> String {
    let word = |token: whimbrel_source::lex::Token<'_>| match token.kind {
        TokenKind::Word => token.text.to_ascii_lowercase(),
        TokenKind::QuotedIdentifier => token.identifier().unwrap_or_default().to_ascii_lowercase(),
        _ => token.text.to_owned(),
    };
    cursor(sql).map(word).collect::<Vec<_>>().join(" ")
}

/// The pieces between the commas that are in no parentheses. A piece may be empty.
pub(super) fn split_at_commas(sql: &str, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = span.start;
    let mut depth = 0usize;
    for token in cursor_within(sql, span) {
        match token.kind {
            TokenKind::LeftParen => depth += 1,
            TokenKind::RightParen => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth == 0 => {
                pieces.push(Span { start, end: token.span.start });
                start = token.span.end;
            }
            _ => {}
        }
    }
    pieces.push(Span { start, end: span.end });
    pieces
}
