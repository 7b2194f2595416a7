//! Cutting a text into statements, by its tokens alone.

mod above;
mod copy;
mod meta;
mod open;

use crate::lex::{Lexer, Token, TokenKind, Unterminated};
use crate::{Engine, SourceError, SourceFile, Span, marker};
use above::Above;
use open::Open;

/// A statement's place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// From its first to its last token, without the closing semicolon.
    pub sql: Span,
    /// The comments directly above it.
    pub above: Option<Span>,
    /// The rows after `COPY … FROM STDIN;`.
    pub copy_data: Option<Span>,
}

/// The statements of a part of a file, one after the other; ends after the first error.
pub(crate) struct Pieces<'a> {
    file: &'a SourceFile,
    engine: Engine,
    lexer: Lexer<'a>,
    end: usize,
    stop_at_marker: bool,
    /// Still on the line where a statement ended.
    same_line: bool,
    done: bool,
    marker: Option<Span>,
    unterminated: bool,
}

impl<'a> Pieces<'a> {
    /// Of exactly `span`.
    pub(crate) fn of(file: &'a SourceFile, span: Span, engine: Engine) -> Self {
        Self {
            file,
            engine,
            lexer: Lexer::within(&file.text, span, engine),
            end: span.end,
            stop_at_marker: false,
            same_line: false,
            done: false,
            marker: None,
            unterminated: false,
        }
    }

    /// From `start` to the next `-- migrate:` line.
    pub(crate) fn to_marker(file: &'a SourceFile, start: usize, engine: Engine) -> Self {
        let span = Span { start, end: file.text.len() };
        Self { stop_at_marker: true, ..Self::of(file, span, engine) }
    }

    /// The comment that ended it, once it has ended at one.
    pub(crate) fn marker(&self) -> Option<Span> {
        self.marker
    }

    /// Whether the error was a quote or comment without an end, which the other dialect may read differently.
    pub(crate) fn is_unterminated(&self) -> bool {
        self.unterminated
    }

    fn piece(&mut self) -> Result<Option<Piece>, SourceError> {
        let mut open = Open::default();
        let mut above = if self.same_line { Above::after_statement() } else { Above::default() };
        while let Some(token) = self.lexer.next() {
            match token.kind {
                TokenKind::Unterminated(what) => {
                    self.unterminated = true;
                    return Err(unterminated(self.file, token, what));
                }
                TokenKind::LineComment if self.stop_at_marker && marker::is_marker(&self.file.text, token.span) => {
                    self.marker = Some(token.span);
                    break;
                }
                _ if token.is_trivia() => {
                    if open.is_empty() {
                        above.trivia(token);
                    }
                }
                TokenKind::Backslash => {
                    let end = meta::psql(self.file, token.span.start, open.is_empty())?;
                    self.lexer.jump(end.min(self.end));
                    above = Above::default();
                }
                TokenKind::Dot if open.is_empty() && self.engine == Engine::Sqlite => {
                    return Err(meta::sqlite_shell(self.file, token.span.start));
                }
                TokenKind::Semicolon if open.is_empty() => above = Above::after_statement(),
                TokenKind::Semicolon if open.ends_here(&self.file.text, self.engine) => {
                    self.same_line = true;
                    return self.close(&open, above, Some(token.span.end)).map(Some);
                }
                _ => open.push(token, &self.file.text, self.engine),
            }
        }
        self.done = true;
        if open.is_empty() {
            return Ok(None);
        }
        open.check_closed(self.file, self.engine)?;
        self.close(&open, above, None).map(Some)
    }

    /// The piece that `open` has gathered; `after` is just past its semicolon, if it has one.
    fn close(&mut self, open: &Open, above: Above, after: Option<usize>) -> Result<Piece, SourceError> {
        let sql = open.span();
        let mut copy_data = None;
        if self.engine == Engine::Postgres && copy::reads_stdin(&self.file.text, sql) {
            let limits = copy::Limits { end: self.end, markers: self.stop_at_marker };
            copy_data = Some(match after {
                None => Span { start: sql.end, end: sql.end },
                Some(after) => {
                    let data = copy::data(self.file, sql, after, limits)?;
                    self.lexer.jump(data.after);
                    self.same_line = false;
                    data.rows
                }
            });
        }
        Ok(Piece { sql, above: above.span(), copy_data })
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Piece, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let piece = self.piece();
        self.done |= piece.is_err();
        piece.transpose()
    }
}

/// The text of the comments in `span`: marks removed, joined by spaces; `None` where they say nothing.
pub(crate) fn comment_text(text: &str, span: Span, engine: Engine) -> Option<String> {
    above::text(text, span, engine)
}

/// The lines of a comment that say something, without marks, rulers and `migrate:` lines; none for a token
/// that is no comment.
pub(crate) use above::lines as comment_lines;

fn unterminated(file: &SourceFile, token: Token<'_>, what: Unterminated) -> SourceError {
    let dollar_tag = || token.text[..token.text[1..].find('$').map_or(1, |at| at + 2)].to_owned();
    let (name, opening, closing) = match what {
        Unterminated::String => ("string", token.text.find('\'').map_or(1, |at| at + 1), "'".to_owned()),
        Unterminated::QuotedIdentifier => {
            let quote = token.text.find(['"', '`', '[']).unwrap_or(0);
            let close = if token.text[quote..].starts_with('[') { "]" } else { &token.text[quote..=quote] };
            ("quoted name", quote + 1, close.to_owned())
        }
        Unterminated::DollarString => ("dollar-quoted string", dollar_tag().len(), dollar_tag()),
        Unterminated::BlockComment => ("comment", 2, "*/".to_owned()),
    };
    let start = token.span.start;
    SourceError::new(format!("{name} is never closed"))
        .at(file, Span { start, end: start + opening }, "opened here")
        .remedy(if closing == "`" {
            "close it with a backtick".to_owned()
        } else {
            format!("close it with `{closing}`")
        })
}
