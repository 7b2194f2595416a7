//! The journal: which steps of a migration that cannot be one transaction are done, so that a run that dies is
//! continued at the right one. A step that runs in a transaction records itself in it; any other is recorded as
//! started before and as done after.

use sha2::{Digest, Sha256};
use whimbrel_db::postgres::Reply;
use whimbrel_plan::{Direction, PlannedMigration, Step};
use whimbrel_source::SourceFile;

use crate::error::{Failure, Which};
use crate::history::direction_name;

/// How far a step has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It began; whether it was done is not recorded.
    Started,
    /// The database refused it.
    Failed,
    /// It is done.
    Done,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Failed => "failed",
            Self::Done => "done",
        }
    }
}

/// One step's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// From 0.
    pub(crate) step: usize,
    pub(crate) of: usize,
    pub(crate) direction: Direction,
    pub(crate) checksum: String,
    pub(crate) digest: String,
    pub(crate) state: State,
    pub(crate) before: Option<String>,
}

/// The table and its dialect.
pub(crate) struct Journal {
    table: String,
    now: String,
    quote: fn(&str) -> String,
}

impl Journal {
    pub(crate) fn postgres(table: String) -> Self {
        Self { table, now: "pg_catalog.clock_timestamp()".to_owned(), quote: crate::sql::literal }
    }

    pub(crate) fn sqlite() -> Self {
        Self {
            table: "whimbrel_journal".to_owned(),
            now: "CAST(unixepoch('subsec') * 1000000 AS integer)".to_owned(),
            quote: |text| format!("'{}'", text.replace('\'', "''")),
        }
    }

    /// All rows of a version, in order.
    pub(crate) fn read(&self, version: &str) -> String {
        format!(
            "SELECT step, steps, direction, checksum, digest, state, before FROM {} WHERE version = {} ORDER BY step",
            self.table,
            (self.quote)(version)
        )
    }

    /// Records how far a step has got. `before` is an SQL expression, kept from when the step began.
    pub(crate) fn record(
        &self,
        migration: &PlannedMigration,
        direction: Direction,
        step: usize,
        state: State,
        before: Option<&str>,
    ) -> String {
        let quote = self.quote;
        format!(
            "INSERT INTO {} AS j (version, direction, step, steps, name, checksum, digest, state, before, at) \
             VALUES ({}, '{}', {step}, {}, {}, {}, '{}', '{}', {}, {}) \
             ON CONFLICT (version, step) DO UPDATE SET state = excluded.state, steps = excluded.steps, \
             checksum = excluded.checksum, digest = excluded.digest, at = excluded.at, \
             before = coalesce(excluded.before, j.before)",
            self.table,
            quote(migration.version.as_str()),
            direction_name(direction),
            migration.steps.len(),
            quote(&migration.name),
            quote(&migration.checksum),
            digest(&migration.file, &migration.steps[step]),
            state.name(),
            before.unwrap_or("NULL"),
            self.now,
        )
    }

    /// Forgets a migration that is finished.
    pub(crate) fn clear(&self, version: &str) -> String {
        format!("DELETE FROM {} WHERE version = {}", self.table, (self.quote)(version))
    }

    /// Changes a step that is in doubt.
    pub(crate) fn resolve(&self, version: &str, state: State) -> String {
        format!(
            "UPDATE {} SET state = '{}' WHERE version = {} AND state <> 'done'",
            self.table,
            state.name(),
            (self.quote)(version)
        )
    }
}

/// From the answer to [`Journal::read`].
pub(crate) fn entries(replies: &[Reply]) -> Result<Vec<Entry>, Failure> {
    let rows = replies.first().map(|reply| reply.rows.as_slice()).unwrap_or_default();
    rows.iter().map(|row| entry(row).ok_or_else(|| crate::history::damaged("the journal cannot be read"))).collect()
}

fn entry(row: &[Option<String>]) -> Option<Entry> {
    let text = |column: usize| row.get(column)?.clone();
    Some(Entry {
        step: text(0)?.parse().ok()?,
        of: text(1)?.parse().ok()?,
        direction: match text(2)?.as_str() {
            "apply" => Direction::Apply,
            "revert" => Direction::Revert,
            _ => return None,
        },
        checksum: text(3)?,
        digest: text(4)?,
        state: match text(5)?.as_str() {
            "started" => State::Started,
            "failed" => State::Failed,
            "done" => State::Done,
            _ => return None,
        },
        before: text(6),
    })
}

/// Refuses to go on with a migration whose done or doubtful steps read differently now. Steps that are still to
/// come, and one that failed, may have been edited: that is how a failure is mended.
pub(crate) fn check_resumable(
    migration: &PlannedMigration,
    direction: Direction,
    entries: &[Entry],
) -> Result<(), Failure> {
    let which = || {
        Box::new(Which {
            version: migration.version.clone(),
            name: migration.name.clone(),
            direction,
            file: migration.file.clone(),
        })
    };
    if entries.iter().any(|entry| entry.direction != direction) {
        return Err(Failure::UnfinishedOtherWay { which: which() });
    }
    let done = entries.iter().filter(|entry| entry.state == State::Done).count();
    for entry in entries {
        let same = migration.steps.get(entry.step).is_some_and(|step| digest(&migration.file, step) == entry.digest);
        if !same && entry.state != State::Failed && entry.checksum != migration.checksum {
            return Err(Failure::ChangedWhileUnfinished { which: which(), step: entry.step + 1, done, of: entry.of });
        }
    }
    Ok(())
}

/// Of what a step does: SHA-256 over its statements and their data.
fn digest(file: &SourceFile, step: &Step) -> String {
    let mut hash = Sha256::new();
    for statement in &step.statements {
        hash.update(statement.sql.as_bytes());
        hash.update([0]);
        if let Some(data) = statement.copy_data {
            hash.update(file.slice(data).as_bytes());
            hash.update([0]);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
