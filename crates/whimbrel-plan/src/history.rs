//! What the history tells.

use std::collections::BTreeMap;

use jiff::Timestamp;
use whimbrel_source::Version;

use crate::step::Direction;

/// What an event in the history says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum HistoryEventKind {
    Applied,
    Reverted,
    Failed,
    Baselined,
    /// An edited file's checksum was accepted, or a record of a missing file was removed.
    Repaired,
    /// A repair took the record away: the migration counts as pending again, nothing was run.
    Forgotten,
}

/// One row of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEvent {
    /// Ascending.
    pub id: i64,
    /// When it ended.
    pub at: Timestamp,
    /// What happened.
    pub kind: HistoryEventKind,
    /// To which migration.
    pub version: Version,
    /// Its name then.
    pub name: String,
    /// Its description then.
    pub description: Option<String>,
    /// Its checksum then.
    pub checksum: String,
    /// Who: database user, operating-system user and host, such as `app (mira@web-1)`.
    pub actor: String,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// Whimbrel's version.
    pub tool: String,
    /// The git commit of the project, if any.
    pub revision: Option<String>,
    /// The error of a failed one, secrets masked.
    pub detail: Option<String>,
}

/// A migration that is applied now: its newest event of kind applied, baselined or repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// That event.
    pub event: HistoryEvent,
    /// True where it was adopted by `baseline` and never ran.
    pub baselined: bool,
}

/// A migration begun outside a transaction and not ended, from the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Its name when it began.
    pub name: String,
    /// Forward or back.
    pub direction: Direction,
    /// The checksum of the file when it began.
    pub checksum: String,
    /// Steps that are done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// What the history of a target says now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// False where the target has none yet.
    pub exists: bool,
    /// Those that are applied now.
    pub applied: BTreeMap<Version, Applied>,
    /// Those whose newest event is a failure.
    pub failed: BTreeMap<Version, HistoryEvent>,
    /// Those in the journal.
    pub unfinished: BTreeMap<Version, Unfinished>,
}
