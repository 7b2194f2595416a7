//! What was learned by trying migrations.

use serde::Serialize;
use whimbrel_catalog::{ObjectId, Trace};
use whimbrel_plan::{Again, Back, Rehearsed, RowsTried, StepMode, Tried, TryFailure};

use crate::{ChangeJson, CheckJson, WithoutRowsJson};

/// One migration.
#[derive(Debug, Clone, Serialize)]
pub struct RehearsedJson {
    /// Its version.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Its file, relative to the project.
    pub file: String,
    /// Those that ran, in order.
    pub statements: Vec<TriedJson>,
    /// The statement that failed.
    pub failed: Option<TryFailureJson>,
    /// What it did to the schema.
    pub changes: Vec<ChangeJson>,
    /// Its `verify` section.
    pub checks: Vec<CheckJson>,
    /// Its `test` section.
    pub tests: Vec<CheckJson>,
    /// A second run: `not_tried`, `changes_nothing`, `repeats`, `fails_at_once`, `fails_midway`.
    pub again: &'static str,
    /// The statement that fails the second time.
    pub again_failed: Option<TryFailureJson>,
    /// Its way back: `missing`, `not_tried`, `exact`, `restores`, `leaves`, `fails`, `up_fails`, `up_differs`.
    pub back: &'static str,
    /// What is left after its way back, or differs when it is run after that.
    pub back_differences: Vec<ChangeJson>,
    /// The statement of the way back, or of the run after it, that fails.
    pub back_failed: Option<TryFailureJson>,
    /// What it does to rows.
    pub rows: RowsTriedJson,
    /// What worked before it and fails after it.
    pub broken: Vec<BrokenJson>,
}

/// One statement.
#[derive(Debug, Clone, Serialize)]
pub struct TriedJson {
    /// Its line.
    pub line: u32,
    /// Its leading keywords.
    pub verb: String,
    /// `transaction` or `alone`.
    pub mode: &'static str,
    /// Locks on what was there before.
    pub locks: Vec<LockJson>,
    /// Tables and indexes that were written anew.
    pub rewritten: Vec<String>,
    /// Tables that were read from end to end.
    pub scanned: Vec<String>,
    /// Indexes that were built over tables that were there before.
    pub built: Vec<String>,
    /// Tables whose rows are gone with their storage.
    pub emptied: Vec<String>,
    /// Rows that were written.
    pub written: Vec<WrittenJson>,
    /// What the server said.
    pub notices: Vec<String>,
}

/// A table-level lock.
#[derive(Debug, Clone, Serialize)]
pub struct LockJson {
    /// A table, view, index or sequence.
    pub relation: String,
    /// Such as `ACCESS EXCLUSIVE`.
    pub mode: &'static str,
}

/// Rows written to a table.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct WrittenJson {
    pub table: String,
    pub inserted: u64,
    pub updated: u64,
    pub deleted: u64,
}

/// A statement that failed on the shadow.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct TryFailureJson {
    pub code: String,
    pub message: String,
    pub detail: Option<String>,
    pub hint: Option<String>,
}

/// What became of rows that were there before.
#[derive(Debug, Clone, Serialize)]
pub struct RowsTriedJson {
    /// Tables that had rows.
    pub tables: usize,
    /// How many.
    pub rows: u64,
    /// The fixture's statement that fails.
    pub fixture_failed: Option<TryFailureJson>,
    /// The statement that fails with them.
    pub refused: Option<TryFailureJson>,
    /// What is gone after `up`.
    pub lost_by_up: Vec<String>,
    /// True where `down` ran after it over the same rows.
    pub taken_back: bool,
    /// What is gone after `up` and `down`.
    pub lost_by_down: Vec<String>,
    /// Tables whose values could not be compared, and why.
    pub not_compared: Vec<WithoutRowsJson>,
    /// Tables for which no rows could be made, and why.
    pub without: Vec<WithoutRowsJson>,
}

/// Something that a migration breaks.
#[derive(Debug, Clone, Serialize)]
pub struct BrokenJson {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What the server says when it is used.
    pub error: String,
}

impl From<&Rehearsed> for RehearsedJson {
    fn from(it: &Rehearsed) -> Self {
        let (again, again_failed) = match &it.again {
            Again::NotTried => ("not_tried", None),
            Again::ChangesNothing => ("changes_nothing", None),
            Again::Repeats { .. } => ("repeats", None),
            Again::Fails { failure, midway: false } => ("fails_at_once", Some(&**failure)),
            Again::Fails { failure, midway: true } => ("fails_midway", Some(&**failure)),
        };
        let (back, differences, back_failed) = match &it.back {
            Back::Missing => ("missing", [].as_slice(), None),
            Back::NotTried => ("not_tried", [].as_slice(), None),
            Back::Exact => ("exact", [].as_slice(), None),
            Back::Restores => ("restores", [].as_slice(), None),
            Back::Leaves(changes) => ("leaves", changes.as_slice(), None),
            Back::Fails(failure) => ("fails", [].as_slice(), Some(&**failure)),
            Back::UpFails(failure) => ("up_fails", [].as_slice(), Some(&**failure)),
            Back::UpDiffers(changes) => ("up_differs", changes.as_slice(), None),
        };
        Self {
            version: it.version.to_string(),
            name: it.name.clone(),
            file: it.file.path.display().to_string(),
            statements: it.statements.iter().map(|tried| TriedJson::new(tried, it)).collect(),
            failed: it.failed.as_ref().map(TryFailureJson::from),
            changes: it.changes.iter().map(ChangeJson::from).collect(),
            checks: it.checks.iter().map(CheckJson::from).collect(),
            tests: it.tests.iter().map(CheckJson::from).collect(),
            again,
            again_failed: again_failed.map(TryFailureJson::from),
            back,
            back_differences: differences.iter().map(ChangeJson::from).collect(),
            back_failed: back_failed.map(TryFailureJson::from),
            rows: RowsTriedJson::from(&it.rows),
            broken: (it.broken.iter())
                .map(|broken| BrokenJson {
                    kind: broken.object.kind.to_string(),
                    name: broken.object.short(),
                    error: broken.error.clone(),
                })
                .collect(),
        }
    }
}

impl TriedJson {
    fn new(tried: &Tried, migration: &Rehearsed) -> Self {
        let names = |objects: &[ObjectId]| objects.iter().map(ObjectId::short).collect();
        let Trace { locks, rewritten, scanned, built, emptied, written, notices, .. } = &tried.trace;
        Self {
            line: migration.file.place(tried.statement.span.start).line,
            verb: tried.statement.verb(),
            mode: match tried.mode {
                StepMode::Transaction => "transaction",
                StepMode::Alone => "alone",
            },
            locks: (locks.iter())
                .map(|lock| LockJson { relation: lock.relation.short(), mode: lock.mode.words() })
                .collect(),
            rewritten: names(rewritten),
            scanned: names(scanned),
            built: names(built),
            emptied: names(emptied),
            written: (written.iter())
                .map(|rows| WrittenJson {
                    table: rows.table.short(),
                    inserted: rows.inserted,
                    updated: rows.updated,
                    deleted: rows.deleted,
                })
                .collect(),
            notices: notices.clone(),
        }
    }
}

impl From<&TryFailure> for TryFailureJson {
    fn from(failure: &TryFailure) -> Self {
        Self {
            code: failure.code.clone(),
            message: failure.message.clone(),
            detail: failure.detail.clone(),
            hint: failure.hint.clone(),
        }
    }
}

fn reasons(tables: &[(String, String)]) -> Vec<WithoutRowsJson> {
    let one = |(table, reason): &(String, String)| WithoutRowsJson { table: table.clone(), reason: reason.clone() };
    tables.iter().map(one).collect()
}

impl From<&RowsTried> for RowsTriedJson {
    fn from(tried: &RowsTried) -> Self {
        Self {
            tables: tried.tables,
            rows: tried.rows,
            fixture_failed: tried.fixture_failed.as_ref().map(|(_, failure)| TryFailureJson::from(failure)),
            refused: tried.refused.as_ref().map(TryFailureJson::from),
            lost_by_up: tried.lost_by_up.iter().map(|gone| gone.what.clone()).collect(),
            taken_back: tried.taken_back,
            lost_by_down: tried.lost_by_down.iter().map(|gone| gone.what.clone()).collect(),
            not_compared: reasons(&tried.not_compared),
            without: reasons(&tried.without),
        }
    }
}
