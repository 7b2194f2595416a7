//! What to migrate with.

use std::path::PathBuf;
use std::time::Duration;

use whimbrel_inspect::requirements::Require;
use whimbrel_plan::Problem;
pub(crate) use whimbrel_plan::problem::together;
use whimbrel_run::{Interrupt, RunOptions};
use whimbrel_source::{MigrationSet, discover};

use crate::schema::ShadowOptions;

/// `[run]` of the project.
#[derive(Debug, Clone)]
pub struct RunSettings {
    /// For each attempt to get a lock in the database; zero leaves the server's own.
    pub lock_timeout: Duration,
    /// How often a migration is tried when it does not get its locks.
    pub lock_attempts: u32,
    /// For how long to wait for another run to end.
    pub lock_wait: Duration,
    /// For each statement; `None` leaves the server's own.
    pub statement_timeout: Option<Duration>,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            lock_timeout: Duration::from_secs(2),
            lock_attempts: 30,
            lock_wait: Duration::from_secs(10),
            statement_timeout: None,
        }
    }
}

/// Looks an environment variable up, `.env` merged in.
pub type Variables = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A folder of migrations and how to run them.
pub struct Project {
    /// The folder.
    pub migrations: PathBuf,
    /// The folder as messages write it.
    pub shown: PathBuf,
    /// `[require]`
    pub require: Require,
    /// `[history] schema`
    pub history_schema: String,
    /// `[run]`
    pub run: RunSettings,
    /// `[shadow]`: where a way back is derived, which has no options of its own.
    pub shadow: ShadowOptions,
    /// For `[require] variables` and `requires variable …`.
    pub variables: Variables,
    /// Who runs this: operating-system user and host; the database's user is added to it.
    pub actor: String,
    /// Whimbrel's version, or the embedding application's name and version.
    pub tool: String,
    /// The git commit of the project, if any.
    pub revision: Option<String>,
}

impl Project {
    /// How its runs go about it.
    pub(crate) fn run_options(&self, interrupt: &Interrupt) -> RunOptions {
        RunOptions {
            history_schema: self.history_schema.clone(),
            lock_timeout: self.run.lock_timeout,
            lock_attempts: self.run.lock_attempts,
            lock_wait: self.run.lock_wait,
            statement_timeout: self.run.statement_timeout,
            actor: self.actor.clone(),
            tool: self.tool.clone(),
            revision: self.revision.clone(),
            interrupt: interrupt.clone(),
            expected: None,
        }
    }

    /// Reads every migration file; all that cannot be read are in one problem.
    pub fn read(&self) -> Result<MigrationSet, Problem> {
        discover(&self.migrations, &self.shown).map_err(together)
    }
}
