//! The statement that is being gathered: where it began, and what is still open in it.

use crate::lex::{Cursor, Token, TokenKind};
use crate::{Engine, SourceError, SourceFile, Span};

/// Everything about its tokens so far that decides whether a semicolon ends it.
#[derive(Debug, Default)]
pub(super) struct Open {
    span: Option<Span>,
    parens: Nest,
    /// `BEGIN ATOMIC` and the `CASE`s in it.
    blocks: Nest,
    /// Semicolons inside, such as those of a trigger's body.
    inner: usize,
    last: Last,
    before_last: Last,
}

#[derive(Debug, Default)]
struct Nest {
    depth: usize,
    opened: Span,
}

impl Nest {
    fn open(&mut self, span: Span) {
        if self.depth == 0 {
            self.opened = span;
        }
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// What the token before was, as far as the next one's meaning hangs on it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    Begin(Span),
    End,
    Semicolon,
    /// `AS` or a dot: the word after it is a name, even `AS end`.
    NameFollows,
}

impl Open {
    pub(super) fn is_empty(&self) -> bool {
        self.span.is_none()
    }

    /// From the first to the last token; empty where there is none.
    pub(super) fn span(&self) -> Span {
        self.span.unwrap_or_default()
    }

    pub(super) fn push(&mut self, token: Token<'_>, text: &str, engine: Engine) {
        let span = self.span.get_or_insert(token.span);
        span.end = token.span.end;
        let start = span.start;
        let last = match token.kind {
            TokenKind::LeftParen => {
                self.parens.open(token.span);
                Last::Other
            }
            TokenKind::RightParen => {
                self.parens.close();
                Last::Other
            }
            TokenKind::Semicolon => {
                self.inner += 1;
                Last::Semicolon
            }
            TokenKind::Dot => Last::NameFollows,
            TokenKind::Word if self.last != Last::NameFollows => self.word(token, text, start, engine),
            _ => Last::Other,
        };
        (self.before_last, self.last) = (self.last, last);
    }

    fn word(&mut self, token: Token<'_>, text: &str, start: usize, engine: Engine) -> Last {
        match (token.text.len(), self.last) {
            (2, _) if token.is_word("AS") => return Last::NameFollows,
            (5, _) if token.is_word("BEGIN") => return Last::Begin(token.span),
            (6, Last::Begin(begin))
                if token.is_word("ATOMIC") && engine == Engine::Postgres && is_routine(text, start) =>
            {
                self.blocks.open(Span { start: begin.start, end: token.span.end });
            }
            (4, _) if self.blocks.depth > 0 && token.is_word("CASE") => self.blocks.open(token.span),
            (3, _) if token.is_word("END") => {
                self.blocks.close();
                return Last::End;
            }
            _ => {}
        }
        Last::Other
    }

    /// Whether a semicolon that comes next ends it.
    pub(super) fn ends_here(&self, text: &str, engine: Engine) -> bool {
        match engine {
            Engine::Postgres => self.parens.depth == 0 && self.blocks.depth == 0,
            // SQLite's own rule: a trigger ends at `; END ;`, whatever stands in it.
            Engine::Sqlite => !is_trigger(text, self.span().start) || self.body_has_ended(),
        }
    }

    fn body_has_ended(&self) -> bool {
        self.last == Last::End && self.before_last == Last::Semicolon
    }

    /// At the end of the section or file: what was opened must have been closed.
    pub(super) fn check_closed(&self, file: &SourceFile, engine: Engine) -> Result<(), SourceError> {
        let (what, span, close) = if self.blocks.depth > 0 {
            ("BEGIN ATOMIC", self.blocks.opened, "END")
        } else if self.parens.depth > 0 && engine == Engine::Postgres {
            ("parenthesis", self.parens.opened, ")")
        } else if engine == Engine::Sqlite
            && self.inner > 0
            && !self.body_has_ended()
            && is_trigger(&file.text, self.span().start)
        {
            ("trigger's body", Span { end: self.span().start + "CREATE".len(), ..self.span() }, "END;")
        } else {
            return Ok(());
        };
        Err(SourceError::new(format!("{what} is never closed"))
            .at(file, span, "opened here")
            .remedy(format!("close it with `{close}`")))
    }
}

fn is_routine(text: &str, start: usize) -> bool {
    let mut cursor = Cursor::within(text, Span { start, end: text.len() }, Engine::Postgres);
    cursor.eat("CREATE") && {
        cursor.eat("OR REPLACE");
        cursor.eat("FUNCTION") || cursor.eat("PROCEDURE")
    }
}

fn is_trigger(text: &str, start: usize) -> bool {
    let mut cursor = Cursor::within(text, Span { start, end: text.len() }, Engine::Sqlite);
    if cursor.eat("EXPLAIN") {
        cursor.eat("QUERY PLAN");
    }
    cursor.eat("CREATE") && {
        let _ = cursor.eat("TEMP") || cursor.eat("TEMPORARY");
        cursor.eat("TRIGGER")
    }
}
