//! What was learned by running migrations on a shadow database.

use std::sync::Arc;

use whimbrel_catalog::{Catalog, Change, Name, ObjectId, RowsWritten, Trace};
use whimbrel_source::{SourceFile, Statement, Version};

use crate::outcome::CheckResult;
use crate::step::{PlannedMigration, StepMode};

/// Migrations that were tried, in the order they run.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// The shadow: `the embedded PostgreSQL 17.5`.
    pub on: String,
    /// Why it is not the embedded PostgreSQL, where nobody asked for another: `the target runs PostgreSQL 15`.
    pub because: Option<String>,
    /// Its major version.
    pub version: u32,
    /// What it held before.
    pub held: Held,
    /// One for each migration that ran; where one failed, it is the last.
    pub migrations: Vec<Rehearsed>,
    /// What the shadow could not represent, and what is therefore not claimed.
    pub narrowed: Vec<String>,
}

/// What a shadow held before migrations were tried on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Nothing,
    /// The target's schema, as it was read from it.
    Target,
    /// What the applied migrations make.
    Migrations,
}

/// One migration that was tried.
#[derive(Debug, Clone)]
pub struct Rehearsed {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Where its statements stand.
    pub file: SourceFile,
    /// In order; where one failed, up to the one before.
    pub statements: Vec<Tried>,
    /// The statement that failed.
    pub failed: Option<TryFailure>,
    /// The schema before it.
    pub before: Arc<Catalog>,
    /// The schema after it.
    pub after: Arc<Catalog>,
    /// What it did to the schema.
    pub changes: Vec<Change>,
    /// Its `verify` section, on the shadow.
    pub checks: Vec<CheckResult>,
    /// Its `test` section, on the shadow.
    pub tests: Vec<CheckResult>,
    /// What it does when it runs a second time.
    pub again: Again,
    /// Its way back.
    pub back: Back,
    /// What it does to rows that are there before.
    pub rows: RowsTried,
    /// Functions and triggers that worked before it and fail after it.
    pub broken: Vec<BrokenObject>,
    /// What was run otherwise than written.
    pub remarks: Vec<String>,
}

/// One statement that was tried.
#[derive(Debug, Clone)]
pub struct Tried {
    /// As it is written.
    pub statement: Statement,
    /// How it will run on the target.
    pub mode: StepMode,
    /// What it did.
    pub trace: Trace,
    /// The schema before it.
    pub before: Arc<Catalog>,
    /// The schema after it; the same value where it did not change. Where everything is tried, after its step.
    pub after: Arc<Catalog>,
}

/// A statement that failed on the shadow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TryFailure {
    /// As it is written.
    pub statement: Statement,
    /// SQLSTATE.
    pub code: String,
    /// The server's own words, secrets masked.
    pub message: String,
    /// More of it.
    pub detail: Option<String>,
    /// The server's own advice.
    pub hint: Option<String>,
    /// Where in PL/pgSQL or in COPY data.
    pub context: Option<String>,
    /// Character offset from 0 into the statement.
    pub position: Option<usize>,
}

/// What a migration does when it runs a second time. It never should: the history sees to that. But a script that is
/// written to be safe to run again and is not is worse than one that says no.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Again {
    /// It was not tried, or could not be; why, where there is something to say.
    #[default]
    NotTried,
    /// It runs and changes nothing.
    ChangesNothing,
    /// It runs, and does something once more.
    Repeats {
        /// Rows that it wrote once more, each with the statement that did.
        rows: Vec<(Statement, RowsWritten)>,
        /// What it changed in the schema once more, with the statement that is likely to have.
        changes: Vec<(Statement, Vec<Change>)>,
    },
    /// It fails.
    Fails {
        /// Where and why.
        failure: Box<TryFailure>,
        /// True where statements before it had done something once more, or were guarded against it: the script meant
        /// to be run again.
        midway: bool,
    },
}

/// What the way back of a migration is worth.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Back {
    /// It has no `down` section.
    #[default]
    Missing,
    /// Part of it cannot run in a transaction, so that it was left alone.
    NotTried,
    /// It brings the schema back exactly, and `up` does the same afterwards as the first time.
    Exact,
    /// It brings the schema back exactly; `up` was not run after it.
    Restores,
    /// It runs, and these differences to the schema before are left.
    Leaves(Vec<Change>),
    /// It fails.
    Fails(Box<TryFailure>),
    /// It brings the schema back, and then `up` fails.
    UpFails(Box<TryFailure>),
    /// It brings the schema back, and then `up` makes another schema than the first time.
    UpDiffers(Vec<Change>),
}

/// What a migration does to rows that are there before it.
#[derive(Debug, Clone, Default)]
pub struct RowsTried {
    /// Tables that had sample rows, or rows of a fixture.
    pub tables: usize,
    /// How many rows.
    pub rows: u64,
    /// True where the migration has a fixture: sample rows are only in tables that it leaves out.
    pub fixture: bool,
    /// The fixture's statement that fails, and the file that it stands in; nothing was tried over rows then.
    pub fixture_failed: Option<(SourceFile, TryFailure)>,
    /// The statement that fails with these rows. Where it does not fail without them, it is they that are refused.
    pub refused: Option<TryFailure>,
    /// Values that are gone after `up`.
    pub lost_by_up: Vec<Gone>,
    /// `down` ran after it over the same rows.
    pub taken_back: bool,
    /// Values that are gone after `up` and `down`.
    pub lost_by_down: Vec<Gone>,
    /// Tables whose values could not be told to be the same or not, and why.
    pub not_compared: Vec<(String, String)>,
    /// Tables for which no rows could be made, and why.
    pub without: Vec<(String, String)>,
}

/// Rows or values that were there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Of which table, as it was called.
    pub table: Name,
    /// `None` for whole rows.
    pub column: Option<String>,
    /// `values of users.age`, `3 of the 5 rows of chats`
    pub what: String,
}

/// A function, view or trigger that works before a migration and fails after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenObject {
    /// Which.
    pub object: ObjectId,
    /// What the server says when it is used.
    pub error: String,
}

impl Rehearsal {
    /// The migration that failed, if one did.
    pub fn failed(&self) -> Option<(&Rehearsed, &TryFailure)> {
        self.migrations.iter().find_map(|migration| Some((migration, migration.failed.as_ref()?)))
    }
}

impl Rehearsed {
    /// Of a migration of which nothing but the schema before and after it is known.
    pub fn new(planned: &PlannedMigration, before: Arc<Catalog>, after: Arc<Catalog>) -> Self {
        Self {
            version: planned.version.clone(),
            name: planned.name.clone(),
            file: planned.file.clone(),
            statements: Vec::new(),
            failed: None,
            // of the same value twice there is nothing to compare, and it may be large
            changes: if Arc::ptr_eq(&before, &after) { Vec::new() } else { Catalog::changes(&before, &after) },
            before,
            after,
            checks: Vec::new(),
            tests: Vec::new(),
            again: Again::NotTried,
            back: Back::NotTried,
            rows: RowsTried::default(),
            broken: Vec::new(),
            remarks: planned.remarks.clone(),
        }
    }

    /// What `down` loses that `up` did not.
    pub fn lost_by_down_alone(&self) -> impl Iterator<Item = &Gone> {
        self.rows.lost_by_down.iter().filter(|gone| !self.rows.lost_by_up.contains(gone))
    }

    /// What was seen of a statement; `None` where it was not run.
    pub fn at(&self, statement: &Statement) -> Option<&Tried> {
        self.statements.iter().find(|tried| tried.statement.span.start == statement.span.start)
    }

    /// Checks and tests that do not hold.
    pub fn not_holding(&self) -> impl Iterator<Item = &CheckResult> {
        self.checks.iter().chain(&self.tests).filter(|check| !check.holds)
    }
}
