//! What a run did.

use std::path::PathBuf;
use std::time::Duration;

use whimbrel_catalog::Change;
use whimbrel_source::Version;

use crate::step::Direction;

/// One statement that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRun {
    /// Its line in the file.
    pub line: u32,
    /// Its leading keywords, such as `INSERT` or `CREATE TABLE`.
    pub verb: String,
    /// Rows inserted, updated, deleted, merged or copied; `None` for other statements.
    pub rows: Option<u64>,
}

/// One check of a `verify` or `test` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// The comment above it, else its text cut short.
    pub name: String,
    /// The file it stands in.
    pub path: PathBuf,
    /// Its line there.
    pub line: u32,
    /// True where it returned one row with one true.
    pub holds: bool,
    /// What it returned or raised instead.
    pub found: Option<String>,
}

/// One migration that ran to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationRun {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// From its first statement to its COMMIT.
    pub duration: Duration,
    /// In order.
    pub statements: Vec<StatementRun>,
    /// Its `verify` section.
    pub checks: Vec<CheckResult>,
    /// What ran otherwise than written, such as an index built without CONCURRENTLY.
    pub remarks: Vec<String>,
    /// NOTICEs and WARNINGs of the server, in order.
    pub notices: Vec<String>,
    /// Steps that an earlier, interrupted run had done.
    pub resumed_after: usize,
}

/// What a run did to the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLog {
    /// Forward or back.
    pub direction: Direction,
    /// Those that ran to their end, in order.
    pub migrations: Vec<MigrationRun>,
    /// The target's catalog after against before.
    pub changes: Vec<Change>,
    /// The whole run.
    pub duration: Duration,
}

/// What the checks found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// In order of migration and line.
    pub checks: Vec<CheckResult>,
    /// Whether the schema was compared with what the migrations make on a shadow database.
    pub effects: Effects,
    /// Why that is not the embedded PostgreSQL, where nobody asked for another: `the target runs PostgreSQL 15`.
    pub because: Option<String>,
    /// What of it is missing in the target or is otherwise there, as changes from what it should be to what it is.
    pub missing: Vec<Change>,
}

/// Whether the target was held to what its migrations do on a shadow database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Effects {
    /// It was not asked for, or there was nothing to compare.
    #[default]
    Off,
    /// It was, and this was the shadow.
    Compared(String),
    /// It was asked for and could not be done, for this reason.
    NotCompared(String),
}

/// Migrations that run after newer ones, and whose order makes no difference to the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderProven {
    /// Which.
    pub versions: Vec<Version>,
    /// The shadow database that both orders were tried on.
    pub on: String,
}

impl Verdict {
    /// Checks alone.
    pub fn of(checks: Vec<CheckResult>) -> Self {
        Self { checks, ..Self::default() }
    }

    /// True where every check holds and the schema is what it should be.
    pub fn holds(&self) -> bool {
        self.checks.iter().all(|c| c.holds) && self.missing.is_empty()
    }
}

/// A command or health check that ran after `apply`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookResult {
    /// The command line, or the URL with secrets masked.
    pub what: String,
    /// True where it succeeded.
    pub ok: bool,
    /// The exit code of a command, the last status of a health check.
    pub code: Option<i32>,
    /// What it printed, or the last answer; secrets masked.
    pub output: String,
    /// How long it took.
    pub duration: Duration,
}
