//! Lists between commas.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Span};

/// Between the parentheses of a group.
pub(super) fn inside(group: Span) -> Span {
    Span { start: group.start + 1, end: (group.end - 1).max(group.start + 1) }
}

/// The parts between commas that stand in no parentheses or brackets.
pub(crate) fn split(sql: &str, span: Span, engine: Engine) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (span.start, 0_usize);
    for token in Cursor::within(sql, span, engine) {
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
            TokenKind::RightParen | TokenKind::RightBracket => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth == 0 => {
                parts.push(Span { start, end: token.span.start });
                start = token.span.end;
            }
            _ => {}
        }
    }
    parts.push(Span { start, end: span.end });
    parts
}

/// The names in the group that comes next: `(a, b)`.
pub(super) fn names(cursor: &mut Cursor<'_>, sql: &str, engine: Engine) -> Option<Vec<String>> {
    let group = cursor.group()?;
    let parts = split(sql, inside(group), engine).into_iter();
    Some(parts.filter_map(|part| Cursor::within(sql, part, engine).name()).map(|(name, _)| name).collect())
}

/// True where these words stand in no parentheses, somewhere behind the cursor.
pub(super) fn has(mut cursor: Cursor<'_>, words: &str) -> bool {
    loop {
        if cursor.follows(words) {
            return true;
        }
        if cursor.group().is_none() && cursor.next().is_none() {
            return false;
        }
    }
}
