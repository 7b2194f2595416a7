//! Files against history.

use std::path::PathBuf;

use whimbrel_source::Version;

use crate::history::Applied;

/// How one migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In the history, file unchanged.
    Applied,
    /// A file, not in the history.
    Pending,
    /// Pending, and older than the newest applied one.
    OutOfOrder,
    /// In the history, but the file means something else now.
    Edited,
    /// In the history, but there is no file.
    Missing,
    /// Begun outside a transaction and not ended: the next `apply` continues it.
    Unfinished,
}

/// One line of `status`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusRow {
    /// The migration.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// How it stands.
    pub state: State,
    /// When, by whom, how long.
    pub applied: Option<Applied>,
    /// Where its file is.
    pub path: Option<PathBuf>,
    /// Steps done and in all, of an unfinished one.
    pub progress: Option<(usize, usize)>,
    /// The error of the last attempt, where it has failed since.
    pub failure: Option<String>,
}

/// The whole of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// In order of version.
    pub rows: Vec<StatusRow>,
    /// False where no history exists in the target yet.
    pub history_exists: bool,
}

impl Status {
    /// The rows in `state`.
    pub fn in_state(&self, state: State) -> impl Iterator<Item = &StatusRow> {
        self.rows.iter().filter(move |r| r.state == state)
    }

    /// True where files and history agree and nothing is left to do.
    pub fn is_clean(&self) -> bool {
        self.rows.iter().all(|r| r.state == State::Applied)
    }
}
