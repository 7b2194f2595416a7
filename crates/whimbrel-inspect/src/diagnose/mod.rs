//! What a failed statement's error means: the likely cause and what to do, from the error's code, the
//! statement, and what the other migrations make.

mod existing;
mod order;
mod postgres;
mod privilege;
mod sqlite;

use whimbrel_db::DbError;
use whimbrel_source::{Engine, MigrationSet, Statement, Version};

/// What is known where a statement failed.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// For which database.
    pub engine: Engine,
    /// The statement that failed.
    pub statement: Option<&'a Statement>,
    /// The migration it belongs to.
    pub version: &'a Version,
    /// All files.
    pub files: &'a MigrationSet,
    /// The role that ran it, where it is known.
    pub role: Option<&'a str>,
    /// The database it ran in, where it is known.
    pub database: Option<&'a str>,
}

/// The likely cause and what to do; empty where nothing better is known than the database's own words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnosis {
    /// A sentence.
    pub cause: Option<String>,
    /// Sentences or commands, the best first.
    pub remedies: Vec<String>,
}

impl Diagnosis {
    fn new(cause: impl Into<String>) -> Self {
        Self { cause: Some(cause.into()), remedies: Vec::new() }
    }

    fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedies.push(remedy.into());
        self
    }
}

/// Explains `error`.
pub fn diagnose(error: &DbError, context: Context<'_>) -> Diagnosis {
    match context.engine {
        Engine::Postgres => postgres::diagnose(error, context),
        Engine::Sqlite => sqlite::diagnose(error, context),
    }
}

/// The object an error says does not exist, as it names it. For a database that does not tell the place.
pub fn missing_name(error: &DbError) -> Option<&str> {
    match error.code.as_str() {
        "42P01" | "42703" | "42704" | "3F000" => quoted(&error.message),
        // `function touch() does not exist`
        "42883" => Some(error.message.split_once('(')?.0.rsplit(' ').next()?),
        _ => error.message.strip_prefix("no such table: ").or(error.message.strip_prefix("no such column: ")),
    }
}

/// A name as SQL has it: quoted only where it must be.
fn name(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// A word of a shell command.
fn shell(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:@".contains(c));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// The columns of a key in a detail, such as `id, name` of `Key (id, name)=(1, a) already exists.`
fn key(detail: Option<&str>) -> Option<&str> {
    let (before, _) = detail?.split_once(")=(")?;
    Some(before.split_once('(')?.1)
}

/// The first name a message quotes, whatever quotes its language uses.
fn quoted(message: &str) -> Option<&str> {
    for (open, close) in [('"', '"'), ('«', '»'), ('„', '“'), ('“', '”'), ('»', '«')] {
        if let Some((_, rest)) = message.split_once(open)
            && let Some((name, _)) = rest.split_once(close)
        {
            return Some(name.trim());
        }
    }
    None
}
