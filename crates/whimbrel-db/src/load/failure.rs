//! A statement that could not be loaded, as the user is told of it.

use whimbrel_source::lex::{Cursor, Lexer};
use whimbrel_source::{Engine, SourceFile, Span};

use super::item::{Item, may_be_same};
use super::{Script, names};
use crate::DbError;

/// A statement that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which of the script's.
    pub statement: usize,
    /// What it is called: `CREATE TABLE chats`.
    pub subject: String,
    /// The word the database points at; without one, the statement's first line.
    pub at: (SourceFile, Span),
    /// The database's own words.
    pub error: DbError,
    /// Why, as far as the files tell: `nothing in schema.sql creates it`.
    pub cause: Option<String>,
    /// What to do; sentences or commands.
    pub remedies: Vec<String>,
    /// The statements that failed and that this one only waits for; empty for one that is a reason itself.
    pub waits_for: Vec<usize>,
}

impl std::fmt::Display for Failure {
    /// `CREATE TABLE chats (schema.sql:3): relation "users" does not exist; nothing in schema.sql creates it`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (file, span) = &self.at;
        let line = file.place(span.start).line;
        write!(f, "{} ({}:{line}): {}", self.subject, file.path.display(), self.error.message)?;
        self.cause.iter().try_for_each(|cause| write!(f, "; {cause}"))
    }
}

impl Failure {
    /// With nothing but what the database says.
    pub(super) fn new(script: &Script, item: &Item, error: &DbError) -> Self {
        Self {
            statement: item.statement,
            subject: script.subject(item.statement),
            at: place(script, item, error),
            error: error.clone(),
            cause: None,
            remedies: Vec::new(),
            waits_for: Vec::new(),
        }
    }
}

/// Where in the file the database points.
fn place(script: &Script, item: &Item, error: &DbError) -> (SourceFile, Span) {
    let file = script.file(item.statement);
    let statement = &script.statements()[item.statement];
    if let Some(part) = item.part {
        let start = statement.span.start;
        return (file.clone(), Span { start: start + part.start, end: start + part.end });
    }
    let at = error.position.and_then(|position| token_at(&statement.sql, position, script.engine()));
    let at = at.or_else(|| named(&statement.sql, error, script.engine()));
    match at {
        Some(token) => {
            let start = statement.span.start + token.start;
            // A body in dollar quotes is one token: its first line will do.
            let end = (statement.span.start + token.end).min(file.line(start).end);
            (file.clone(), Span { start, end })
        }
        None => script.first_line(item.statement),
    }
}

fn token_at(sql: &str, position: usize, engine: Engine) -> Option<Span> {
    let (start, _) = sql.char_indices().nth(position)?;
    Lexer::within(sql, Span { start, end: sql.len() }, engine).next().map(|token| token.span)
}

/// Where the statement names what the message says is missing: PostgreSQL does not always point at it.
fn named(sql: &str, error: &DbError, engine: Engine) -> Option<Span> {
    let missing = names::missing(error)?;
    let mut words = Cursor::new(sql, engine);
    while words.peek().is_some() {
        match words.object_name() {
            Some((name, span)) if may_be_same(&name, &missing.name) => return Some(span),
            Some(_) => {}
            None => drop(words.next()),
        }
    }
    None
}
