//! Why a run did not reach its end.

use std::time::Duration;

use whimbrel_db::DbError;
use whimbrel_plan::{CheckResult, Direction, LockHolder, MigrationRun};
use whimbrel_source::{SourceFile, Span, Version};

/// A run ended early: why, and what it had done by then.
#[derive(Debug, thiserror::Error)]
#[error("{failure}")]
pub struct RunError {
    /// Why.
    pub failure: Failure,
    /// Migrations of this run that stay as it left them, in order.
    pub done: Vec<MigrationRun>,
    /// Which way they went; `None` where no migration was to be run.
    pub direction: Option<Direction>,
}

/// The migration a failure belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Forward or back.
    pub direction: Direction,
    /// Where its statements stand.
    pub file: SourceFile,
}

/// What is left of the migration that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing: it was rolled back.
    RolledBack,
    /// The steps before the failure; the next run goes on there.
    Unfinished {
        /// Steps that are done.
        done: usize,
        /// Steps in all.
        of: usize,
    },
    /// The connection was lost before the answer came; the history tells at the next run.
    Unknown,
}

/// Why.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The database refused a statement.
    #[error("{error}")]
    Statement {
        /// Of which migration.
        which: Box<Which>,
        /// Where it stands; `None` where it is one of Whimbrel's own, such as COMMIT.
        at: Option<Span>,
        /// What was being done where it is one of Whimbrel's own: `failed to …`.
        doing: &'static str,
        /// What the database said.
        error: Box<DbError>,
        /// How often it was tried.
        attempts: u32,
        /// Who was in the way at the last attempt.
        blockers: Vec<LockHolder>,
        /// What is left of the migration.
        standing: Standing,
    },
    /// A `verify` section does not hold.
    #[error("{} does not hold after {}", checks.iter().find(|c| !c.holds).map_or("a check", |c| c.name.as_str()), which.version)]
    NotVerified {
        /// Of which migration.
        which: Box<Which>,
        /// Where the first check that does not hold stands.
        at: Span,
        /// All of its checks.
        checks: Vec<CheckResult>,
        /// What is left of the migration.
        standing: Standing,
    },
    /// `IF NOT EXISTS` met something of another shape.
    #[error("what exists already is not what {} creates", which.version)]
    OtherShape {
        /// Of which migration.
        which: Box<Which>,
        /// The statement.
        at: Span,
        /// What is there already.
        what: String,
        /// How it differs, a line for each difference.
        differences: Vec<String>,
        /// What is left of the migration.
        standing: Standing,
    },
    /// The schema is not what the migration made on the shadow database.
    #[error("the schema is not what {} makes", which.version)]
    OtherEffects {
        /// Of which migration.
        which: Box<Which>,
        /// A line for each difference.
        differences: Vec<String>,
        /// What is left of the migration.
        standing: Standing,
    },
    /// Another run holds the lock.
    #[error("another run holds the lock on this database")]
    Locked {
        /// Who.
        holder: Option<LockHolder>,
        /// For how long it was waited for.
        waited: Duration,
    },
    /// The history was written by a newer Whimbrel.
    #[error("the history is of version {found}, this Whimbrel knows {known}")]
    HistoryNewer {
        /// Its version.
        found: i32,
        /// The newest this one knows.
        known: i32,
    },
    /// The role may create neither a schema nor a table.
    #[error("the role {role} may create neither a schema nor a table in database {database}")]
    NoPlaceForHistory {
        /// The database user.
        role: String,
        /// The database.
        database: String,
        /// The first schema of its search path.
        schema: Option<String>,
        /// The schema the history should have.
        wanted: String,
    },
    /// The history exists and may not be read.
    #[error("the history in schema {schema} may not be read by this role")]
    HistoryUnreadable {
        /// Its schema.
        schema: String,
        /// Who owns its tables.
        owner: String,
        /// The database user.
        role: String,
        /// False where its tables live among the user's own.
        own_schema: bool,
    },
    /// A migration was begun from a file whose done steps have changed since.
    #[error("{} has changed since it was interrupted", which.version)]
    ChangedWhileUnfinished {
        /// Which.
        which: Box<Which>,
        /// The first step that is done and reads differently now, from 1.
        step: usize,
        /// Steps that are done.
        done: usize,
        /// Steps it had.
        of: usize,
    },
    /// A migration is unfinished in the other direction.
    #[error("{} is unfinished in the other direction", which.version)]
    UnfinishedOtherWay {
        /// Which.
        which: Box<Which>,
    },
    /// A run ended while this statement was running, and nothing tells whether it was done.
    #[error("whether step {step} of {} was done is not known", which.version)]
    InDoubt {
        /// Which.
        which: Box<Which>,
        /// From 1.
        step: usize,
        /// Steps in all.
        of: usize,
        /// The statement.
        at: Span,
    },
    /// Asked to stop.
    #[error("interrupted")]
    Interrupted {
        /// The migration that was running, and what is left of it.
        during: Option<(Box<Which>, Standing)>,
    },
    /// A repair has nothing to repair.
    #[error("{message}")]
    NothingToRepair {
        /// What is so instead.
        message: String,
    },
    /// Something of Whimbrel's own failed.
    #[error("failed to {doing}: {error}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// What the database said.
        error: Box<DbError>,
    },
    /// The lock's file cannot be used.
    #[error("{0}")]
    LockFile(String),
}

impl Failure {
    /// For `map_err`: something of Whimbrel's own failed.
    pub(crate) fn database(doing: &'static str) -> impl FnOnce(DbError) -> Self {
        move |error| Self::Database { doing, error: Box::new(error) }
    }

    /// The migration it belongs to.
    pub fn which(&self) -> Option<&Which> {
        match self {
            Self::Statement { which, .. }
            | Self::NotVerified { which, .. }
            | Self::OtherShape { which, .. }
            | Self::OtherEffects { which, .. }
            | Self::ChangedWhileUnfinished { which, .. }
            | Self::UnfinishedOtherWay { which }
            | Self::InDoubt { which, .. }
            | Self::Interrupted { during: Some((which, _)) } => Some(which),
            _ => None,
        }
    }
}

impl RunError {
    /// The place in a file where it happened.
    pub fn statement(&self) -> Option<(SourceFile, Span)> {
        let at = match &self.failure {
            Failure::Statement { at, .. } => (*at)?,
            Failure::NotVerified { at, .. } | Failure::OtherShape { at, .. } | Failure::InDoubt { at, .. } => *at,
            _ => return None,
        };
        Some((self.failure.which()?.file.clone(), at))
    }

    /// What the database said.
    pub fn db(&self) -> Option<&DbError> {
        match &self.failure {
            Failure::Statement { error, .. } | Failure::Database { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Migrations of this run that stay as it left them.
    pub fn applied(&self) -> Vec<Version> {
        self.done.iter().map(|run| run.version.clone()).collect()
    }
}

impl From<Failure> for RunError {
    fn from(failure: Failure) -> Self {
        Self { failure, done: Vec::new(), direction: None }
    }
}
