//! How every migration stands.

use serde::Serialize;
use whimbrel_plan::{Applied, State, Status, StatusRow};

/// All of them.
#[derive(Debug, Clone, Serialize)]
pub struct StatusJson {
    /// False where the target has no history yet.
    pub history_exists: bool,
    /// True where every file is applied and unchanged, and nothing else is.
    pub clean: bool,
    /// How many are in which state.
    pub counts: CountsJson,
    /// In order of version.
    pub migrations: Vec<StatusRowJson>,
}

/// How many are in which state.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct CountsJson {
    pub applied: usize,
    pub pending: usize,
    pub out_of_order: usize,
    pub edited: usize,
    pub missing: usize,
    pub unfinished: usize,
}

/// One migration.
#[derive(Debug, Clone, Serialize)]
pub struct StatusRowJson {
    /// Its version.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Its leading comment.
    pub description: Option<String>,
    /// `applied`, `pending`, `out_of_order`, `edited`, `missing` or `unfinished`.
    pub state: &'static str,
    /// Its file, relative to the project.
    pub file: Option<String>,
    /// When and by whom, where it is applied.
    pub applied: Option<AppliedJson>,
    /// Steps done, of an unfinished one.
    pub steps_done: Option<usize>,
    /// Steps in all, of an unfinished one.
    pub steps_total: Option<usize>,
    /// The error of the last attempt.
    pub failure: Option<String>,
}

/// What the history says of an applied migration.
#[derive(Debug, Clone, Serialize)]
pub struct AppliedJson {
    /// When it ended, in RFC 3339.
    pub at: String,
    /// Database user, operating-system user and host.
    pub by: String,
    /// How long it took.
    pub duration_ms: i64,
    /// True where `baseline` adopted it and it never ran.
    pub baselined: bool,
    /// Whimbrel's version then.
    pub tool: String,
    /// The git commit then.
    pub revision: Option<String>,
}

impl From<&Applied> for AppliedJson {
    fn from(applied: &Applied) -> Self {
        Self {
            at: applied.event.at.to_string(),
            by: applied.event.actor.clone(),
            duration_ms: applied.event.duration_ms,
            baselined: applied.baselined,
            tool: applied.event.tool.clone(),
            revision: applied.event.revision.clone(),
        }
    }
}

impl From<&StatusRow> for StatusRowJson {
    fn from(row: &StatusRow) -> Self {
        Self {
            version: row.version.to_string(),
            name: row.name.clone(),
            description: row.description.clone(),
            state: match row.state {
                State::Applied => "applied",
                State::Pending => "pending",
                State::OutOfOrder => "out_of_order",
                State::Edited => "edited",
                State::Missing => "missing",
                State::Unfinished => "unfinished",
            },
            file: row.path.as_ref().map(|path| path.display().to_string()),
            applied: row.applied.as_ref().map(Into::into),
            steps_done: row.progress.map(|(done, _)| done),
            steps_total: row.progress.map(|(_, total)| total),
            failure: row.failure.clone(),
        }
    }
}

impl From<&Status> for StatusJson {
    fn from(status: &Status) -> Self {
        let count = |state| status.in_state(state).count();
        Self {
            history_exists: status.history_exists,
            clean: status.is_clean(),
            counts: CountsJson {
                applied: count(State::Applied),
                pending: count(State::Pending),
                out_of_order: count(State::OutOfOrder),
                edited: count(State::Edited),
                missing: count(State::Missing),
                unfinished: count(State::Unfinished),
            },
            migrations: status.rows.iter().map(Into::into).collect(),
        }
    }
}
