//! Loading a complete schema into an empty database, whatever order its statements are in.
//!
//! The statements run as they are written and in the order they are written in. One that fails because something is
//! not there yet lets the statement that creates it go first, or is tried again after the others; tables whose foreign
//! keys point at each other are created without them, and get them afterwards. Nothing is parsed to find out what
//! depends on what: the database says what it lacks, and is asked again.

mod batch;
mod bodies;
mod cause;
mod enums;
mod failure;
mod item;
mod loosen;
mod makers;
mod mentions;
mod names;
mod postgres;
mod prepare;
mod queue;
mod refuse;
mod remarks;
mod script;
mod sqlite;
mod sweeping;
mod table;

use whimbrel_source::{SourceError, SourceFile, Span};

pub use failure::Failure;
pub use postgres::load;
pub use script::{Script, decode};
pub use sqlite::load as load_sqlite;

use crate::DbError;

/// What becomes of roles, which belong to a whole server and not to a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roles {
    /// The server is ours alone: those that are named and missing are created, without the right to log in.
    Create,
    /// The server has other users: statements about roles are left out, and a role that is missing is an error.
    Leave,
}

/// What came of loading.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What ran, in the order that worked.
    pub order: Vec<Step>,
    /// What the user may want to know of it.
    pub remarks: Vec<Remark>,
    /// Roles that were created because a statement names them.
    pub roles: Vec<String>,
}

/// One statement that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which of the script's.
    pub statement: usize,
    /// What was run, where it is not what was written: a table without a foreign key, and the foreign key by itself.
    pub instead: Option<String>,
}

/// Something that was done otherwise than written, or left out, and does no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Which of the script's statements.
    pub statement: usize,
    /// Lowercase, no full stop.
    pub message: String,
    /// The statement's first line.
    pub at: (SourceFile, Span),
}

/// Why nothing was loaded. The database is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Statements that have no business in a schema; none was run.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Refused(Vec<SourceError>),
    /// Statements that failed: first those that are the reason, in the order of the files, then those that only wait
    /// for them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Failed(Vec<Failure>),
    /// The database refused the transaction itself, such as rows that break a deferred constraint, or is gone.
    #[error(transparent)]
    Database(Box<DbError>),
}

impl From<DbError> for LoadError {
    fn from(error: DbError) -> Self {
        Self::Database(Box::new(error))
    }
}
