//! Texts of several statements, and the way back from an error in one to the statement in its file.

use std::ops::Range;

use whimbrel_db::DbError;
use whimbrel_db::postgres::Reply;
use whimbrel_plan::StatementRun;
use whimbrel_source::{Kind, SourceFile, Span, Statement};

/// What one statement of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Fails where the text before it in the pipeline was not committed.
    Guard,
    /// One of Whimbrel's own; what it does fits `failed to …`.
    Ours(&'static str),
    /// Of the migration, counted over all its steps.
    Statement(usize),
    /// Of its `verify` section.
    Check(usize),
    /// The history's row.
    Record,
}

/// Statements that travel as one message.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    pub(super) sql: String,
    pieces: Vec<(Range<usize>, Piece)>,
}

impl Text {
    /// Adds a statement. The line breaks keep a comment at its end from swallowing what follows.
    pub(super) fn push(&mut self, piece: Piece, sql: &str) {
        let start = self.sql.len();
        self.sql.push_str(sql);
        self.pieces.push((start..self.sql.len(), piece));
        self.sql.push_str("\n;\n");
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether its end commits: then what came of it is not known before its answer.
    pub(super) fn commits(&self) -> bool {
        self.pieces.last().is_some_and(|(range, _)| &self.sql[range.clone()] == "COMMIT")
    }

    /// Which statement failed, and at which byte of it where that is known.
    pub(super) fn failed(&self, error: &DbError) -> Option<(Piece, Option<usize>)> {
        let at = error.position.and_then(|characters| {
            let byte = self.sql.char_indices().nth(characters).map_or(self.sql.len(), |(byte, _)| byte);
            let holds = |(range, _): &&(Range<usize>, Piece)| range.start <= byte && byte <= range.end;
            self.pieces.iter().find(holds).map(|(range, piece)| (*piece, Some(byte - range.start)))
        });
        at.or_else(|| self.pieces.get(error.completed).map(|(_, piece)| (*piece, None)))
    }

    /// The answers with what they answer.
    pub(super) fn answers<'a>(&'a self, replies: &'a [Reply]) -> impl Iterator<Item = (Piece, &'a Reply)> {
        self.pieces.iter().map(|(_, piece)| *piece).zip(replies)
    }
}

/// The place of an error in a statement: the word at `offset`, or its first line where the offset is not known.
pub(crate) fn place(file: &SourceFile, statement: &Statement, offset: Option<usize>) -> Span {
    let span = statement.span;
    // A statement that was rewritten has no place inside the file's text.
    let written = span.len() == statement.sql.len();
    let Some(offset) = offset.filter(|offset| written && *offset < span.len()) else {
        let line = statement.sql.find(['\n', '\r']).filter(|_| written).unwrap_or(span.len());
        return Span { start: span.start, end: span.start + line };
    };
    let start = span.start + offset;
    let rest = &file.text[start..span.end];
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let word = match rest.as_bytes().first() {
        Some(b'"') => rest[1..].find('"').map_or(first, |end| end + 2),
        _ => rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len()).max(first),
    };
    Span { start, end: start + word }
}

/// The line of COPY data that an error's context names, as in `COPY b, line 2, column id: "x"`.
pub(super) fn data_line(file: &SourceFile, statement: &Statement, error: &DbError) -> Option<Span> {
    let data = statement.copy_data?;
    let (_, rest) = error.context.as_deref()?.split_once(", line ")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number: usize = rest[..digits].parse().ok()?;
    let mut start = data.start;
    let mut lines = file.slice(data).split_inclusive('\n');
    for before in lines.by_ref().take(number.checked_sub(1)?) {
        start += before.len();
    }
    let line = lines.next()?.trim_end_matches(['\r', '\n']);
    Some(Span { start, end: start + line.len() })
}

/// A statement that ran, with the rows it changed.
pub(crate) fn statement_run(file: &SourceFile, statement: &Statement, affected: u64) -> StatementRun {
    let counts = matches!(statement.kind, Kind::Insert | Kind::Update | Kind::Delete | Kind::Merge | Kind::CopyIn);
    StatementRun {
        line: file.place(statement.span.start).line,
        verb: statement.verb(),
        rows: counts.then_some(affected),
    }
}
