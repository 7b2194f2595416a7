//! `COPY … FROM STDIN` with its rows in the file, as psql and pg_dump write it.

use crate::lex::{Cursor, Lexer, TokenKind};
use crate::{Engine, SourceError, SourceFile, Span, marker};

/// Where rows may reach.
pub(super) struct Limits {
    /// The end of the part that is being split.
    pub end: usize,
    /// Whether a `-- migrate:` line may follow in that part.
    pub markers: bool,
}

/// The rows of a COPY.
pub(super) struct Data {
    /// All lines before `\.`, line ends included.
    pub rows: Span,
    /// Where SQL goes on.
    pub after: usize,
}

impl Data {
    /// No rows, at `end`.
    pub(super) fn none(end: usize) -> Self {
        Self { rows: Span { start: end, end }, after: end }
    }
}

/// Whether the statement is `COPY table [(columns)] FROM STDIN …`.
pub(super) fn reads_stdin(text: &str, sql: Span) -> bool {
    let mut cursor = Cursor::within(text, sql, Engine::Postgres);
    if !cursor.eat("COPY") {
        return false;
    }
    cursor.eat("BINARY");
    let target = cursor.object_name();
    cursor.group();
    target.is_some() && cursor.eat("FROM STDIN")
}

/// Finds the rows that begin on the line below `after`, which is just behind the semicolon.
pub(super) fn data(file: &SourceFile, sql: Span, after: usize, limits: Limits) -> Result<Data, SourceError> {
    let text = &file.text[..limits.end];
    let Some(start) = text[after..].find('\n').map(|at| after + at + 1) else {
        rest_of_line(file, after, limits.end)?;
        return Ok(Data::none(limits.end));
    };
    rest_of_line(file, after, start)?;
    let mut marker = None;
    let mut line_start = start;
    while line_start < text.len() {
        let next = text[line_start..].find('\n').map_or(text.len(), |at| line_start + at + 1);
        let line = text[line_start..next].trim_end_matches(['\r', '\n']);
        if line == "\\." {
            return Ok(Data { rows: Span { start, end: line_start }, after: next });
        }
        if limits.markers && marker.is_none() && marker::kind_word(line).is_some() {
            marker = Some(Span { start: line_start, end: line_start + line.len() });
        }
        line_start = next;
    }
    match marker {
        None => Ok(Data { rows: Span { start, end: text.len() }, after: text.len() }),
        Some(marker) => Err(SourceError::new("the rows of COPY … FROM STDIN have no end")
            .at(file, sql, "the rows below this reach to the end of the file")
            .remedy(format!(
                "write a line with `\\.` after the last row, above line {}",
                file.place(marker.start).line
            ))),
    }
}

/// Behind the semicolon, psql would read what stands there after the rows: nobody means that.
fn rest_of_line(file: &SourceFile, start: usize, end: usize) -> Result<(), SourceError> {
    let line = Span { start, end };
    let stray = Lexer::within(&file.text, line, Engine::Postgres)
        .find(|token| !matches!(token.kind, TokenKind::Whitespace | TokenKind::LineComment));
    stray.map_or(Ok(()), |token| {
        Err(SourceError::new("text on the line of COPY … FROM STDIN, behind its semicolon")
            .at(file, token.span, "neither a row nor a statement")
            .remedy("move it to a line of its own after the `\\.` that ends the rows"))
    })
}
