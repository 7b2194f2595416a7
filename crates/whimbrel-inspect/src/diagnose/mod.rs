//! What a failed statement's error means: the likely cause and what to do, from the error's code, the
//! statement, and what the other migrations make.

mod order;
mod postgres;
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
