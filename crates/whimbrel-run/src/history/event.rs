//! A new event, and the one statement that records it.

use std::time::Duration;

use whimbrel_plan::{Direction, HistoryEventKind, PlannedMigration};

use super::Place;
use super::rows::kind_name;
use crate::RunOptions;
use crate::sql::{literal, optional};

/// What happened to a migration.
#[derive(Debug, Clone)]
pub(crate) struct NewEvent<'a> {
    pub(crate) kind: HistoryEventKind,
    pub(crate) version: &'a str,
    pub(crate) name: &'a str,
    pub(crate) description: Option<&'a str>,
    pub(crate) checksum: &'a str,
    /// `None` is the age of the transaction it is recorded in.
    pub(crate) duration: Option<Duration>,
    pub(crate) down: Option<&'a str>,
    pub(crate) down_transaction: bool,
    pub(crate) detail: Option<&'a str>,
}

impl<'a> NewEvent<'a> {
    /// A migration that ran.
    pub(crate) fn ran(migration: &'a PlannedMigration, direction: Direction) -> Self {
        Self {
            kind: match direction {
                Direction::Apply => HistoryEventKind::Applied,
                Direction::Revert => HistoryEventKind::Reverted,
            },
            version: migration.version.as_str(),
            name: &migration.name,
            description: migration.description.as_deref(),
            checksum: &migration.checksum,
            duration: None,
            down: migration.down.as_deref(),
            down_transaction: migration.down_transaction,
            detail: None,
        }
    }

    /// One that failed; `detail` says how.
    pub(crate) fn failed(migration: &'a PlannedMigration, detail: &'a str, duration: Duration) -> Self {
        Self {
            kind: HistoryEventKind::Failed,
            duration: Some(duration),
            down: None,
            detail: Some(detail),
            ..Self::ran(migration, Direction::Apply)
        }
    }

    /// The INSERT for PostgreSQL; answers the duration in milliseconds.
    pub(crate) fn insert(&self, place: &Place, options: &RunOptions) -> String {
        let duration = match self.duration {
            Some(duration) => duration.as_millis().to_string(),
            None => "(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() \
                     - pg_catalog.transaction_timestamp()) * 1000)::bigint"
                .to_owned(),
        };
        let actor = if options.actor.is_empty() {
            "session_user".to_owned()
        } else {
            format!("session_user || {}", literal(&format!(" ({})", options.actor)))
        };
        format!(
            "INSERT INTO {} (at, kind, version, name, description, checksum, actor, duration_ms, tool, revision, down, \
             down_transaction, detail) VALUES (pg_catalog.clock_timestamp(), {}, {}, {}, {}, {}, {actor}, {duration}, \
             {}, {}, {}, {}, {}) RETURNING duration_ms",
            place.history(),
            literal(kind_name(self.kind)),
            literal(self.version),
            literal(self.name),
            optional(self.description),
            literal(self.checksum),
            literal(&options.tool),
            optional(options.revision.as_deref()),
            optional(self.down),
            self.down_transaction,
            optional(self.detail),
        )
    }
}
