//! The comment directly above a statement.

use crate::lex::{Lexer, Token, TokenKind};
use crate::{Engine, Span};

/// Gathers the comments before a statement. A blank line starts afresh, and a comment on the line where
/// the statement before ended belongs to that one.
#[derive(Debug, Default)]
pub(super) struct Above {
    span: Option<Span>,
    /// Still on the line of the statement before.
    same_line: bool,
}

impl Above {
    /// Just behind a semicolon.
    pub(super) fn after_statement() -> Self {
        Self { span: None, same_line: true }
    }

    pub(super) fn trivia(&mut self, token: Token<'_>) {
        if token.kind == TokenKind::Whitespace {
            let line_ends = token.text.bytes().filter(|&b| b == b'\n').count();
            self.same_line &= line_ends == 0;
            if line_ends > 1 {
                self.span = None;
            }
        } else if !self.same_line {
            let start = self.span.map_or(token.span.start, |span| span.start);
            self.span = Some(Span { start, end: token.span.end });
        }
    }

    pub(super) fn span(&self) -> Option<Span> {
        self.span
    }
}

pub(super) fn text(text: &str, span: Span, engine: Engine) -> Option<String> {
    let mut words = String::new();
    for token in Lexer::within(text, span, engine).filter(|token| token.kind != TokenKind::Whitespace) {
        for line in lines(token) {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(line);
        }
    }
    (!words.is_empty()).then_some(words)
}

/// The lines of a comment that say something, without marks, rulers and `migrate:` lines.
pub(crate) fn lines(token: Token<'_>) -> impl Iterator<Item = &str> {
    let block = token.kind == TokenKind::BlockComment;
    let body = if block { &token.text[2..token.text.len() - 2] } else { token.text.trim_start_matches('-') };
    body.lines()
        .map(
            move |line| {
                if block { line.trim().trim_start_matches('*').trim_end_matches('*').trim() } else { line.trim() }
            },
        )
        .filter(|line| line.contains(|c: char| !"-=*#~_+ ".contains(c)) && !line.starts_with("migrate:"))
}
