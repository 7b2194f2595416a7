//! Rows of the history's tables as values.

use jiff::Timestamp;
use whimbrel_db::DbError;
use whimbrel_db::postgres::Reply;
use whimbrel_plan::{Applied, Direction, History, HistoryEvent, HistoryEventKind, Unfinished};
use whimbrel_source::Version;

use crate::error::Failure;

/// As the tables write it.
pub(crate) fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Apply => "apply",
        Direction::Revert => "revert",
    }
}

/// As the tables write it.
pub(crate) fn kind_name(kind: HistoryEventKind) -> &'static str {
    match kind {
        HistoryEventKind::Applied => "applied",
        HistoryEventKind::Reverted => "reverted",
        HistoryEventKind::Failed => "failed",
        HistoryEventKind::Baselined => "baselined",
        HistoryEventKind::Repaired => "repaired",
        HistoryEventKind::Forgotten => "forgotten",
    }
}

fn kind(name: &str) -> Option<HistoryEventKind> {
    use HistoryEventKind::{Applied, Baselined, Failed, Forgotten, Repaired, Reverted};
    [Applied, Reverted, Failed, Baselined, Repaired, Forgotten].into_iter().find(|kind| kind_name(*kind) == name)
}

/// From the answers to `read.sql`: the version of the tables, the events, the journal.
pub(super) fn history(replies: &[Reply]) -> Result<History, Failure> {
    let [meta, events, journal] = replies else { return Err(damaged("three answers were expected")) };
    let version = meta.rows.first().and_then(|row| row[0].as_deref()?.parse().ok());
    check_version(version.ok_or_else(|| damaged("it does not say its version"))?)?;
    let mut history = History { exists: true, ..History::default() };
    for row in &events.rows {
        take_in(&mut history, event(row).ok_or_else(|| damaged("an event cannot be read"))?);
    }
    for row in &journal.rows {
        let (version, unfinished) = unfinished(row).ok_or_else(|| damaged("the journal cannot be read"))?;
        history.unfinished.insert(version, unfinished);
    }
    Ok(history)
}

/// Refuses tables written by a newer Whimbrel.
pub(super) fn check_version(found: i32) -> Result<(), Failure> {
    let known = super::SCHEMA_VERSION;
    if found > known { Err(Failure::HistoryNewer { found, known }) } else { Ok(()) }
}

fn take_in(history: &mut History, event: HistoryEvent) {
    let version = event.version.clone();
    if event.kind == HistoryEventKind::Failed {
        history.failed.insert(version, event);
        return;
    }
    history.failed.remove(&version);
    match event.kind {
        HistoryEventKind::Applied | HistoryEventKind::Baselined => {
            let baselined = event.kind == HistoryEventKind::Baselined;
            history.applied.insert(version, Applied { event, baselined });
        }
        HistoryEventKind::Repaired => {
            let baselined = history.applied.get(&version).is_some_and(|applied| applied.baselined);
            history.applied.insert(version, Applied { event, baselined });
        }
        HistoryEventKind::Reverted | HistoryEventKind::Forgotten => {
            history.applied.remove(&version);
        }
        HistoryEventKind::Failed => {}
    }
}

fn event(row: &[Option<String>]) -> Option<HistoryEvent> {
    let text = |column: usize| row.get(column)?.clone();
    Some(HistoryEvent {
        id: text(0)?.parse().ok()?,
        at: Timestamp::from_microsecond(text(1)?.parse().ok()?).ok()?,
        kind: kind(&text(2)?)?,
        version: Version::new(&text(3)?)?,
        name: text(4)?,
        description: text(5),
        checksum: text(6)?,
        actor: text(7)?,
        duration_ms: text(8)?.parse().ok()?,
        tool: text(9)?,
        revision: text(10),
        detail: text(11),
    })
}

fn unfinished(row: &[Option<String>]) -> Option<(Version, Unfinished)> {
    let text = |column: usize| row.get(column)?.clone();
    let direction = match text(1)?.as_str() {
        "apply" => Direction::Apply,
        "revert" => Direction::Revert,
        _ => return None,
    };
    let unfinished = Unfinished {
        name: text(2)?,
        direction,
        checksum: text(3)?,
        done: text(4)?.parse().ok()?,
        total: text(5)?.parse().ok()?,
    };
    Some((Version::new(&text(0)?)?, unfinished))
}

/// The history holds what no Whimbrel has written.
pub(crate) fn damaged(what: &str) -> Failure {
    Failure::Database {
        doing: "read the history",
        error: Box::new(DbError {
            code: String::new(),
            message: format!("the history is damaged: {what}"),
            detail: None,
            hint: None,
            context: None,
            position: None,
            schema: None,
            table: None,
            column: None,
            constraint: None,
            completed: 0,
            disconnected: false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, kind: &str, version: &str) -> Vec<Option<String>> {
        let id = id.to_string();
        [&id, "1766568600000000", kind, version, "a", "", "c", "me", "3", "whimbrel", "", "boom"]
            .map(|text| Some(text.to_owned()))
            .into()
    }

    fn read(rows: Vec<Vec<Option<String>>>) -> History {
        let reply = |rows| Reply { rows, ..Reply::default() };
        history(&[reply(vec![vec![Some("1".to_owned())]]), reply(rows), reply(vec![])]).unwrap()
    }

    #[test]
    fn the_newest_event_that_is_no_failure_tells_how_a_migration_stands() {
        let history = read(vec![
            row(1, "applied", "1"),
            row(2, "baselined", "2"),
            row(3, "reverted", "1"),
            row(4, "failed", "2"),
            row(5, "repaired", "0002"),
            row(6, "failed", "1"),
        ]);
        let version = |text| Version::new(text).unwrap();
        assert_eq!(history.applied.keys().collect::<Vec<_>>(), [&version("2")]);
        assert!(history.applied[&version("2")].baselined, "a repair does not make a baselined one run");
        assert_eq!(history.failed.keys().collect::<Vec<_>>(), [&version("1")], "a repair ends a failure");
    }

    #[test]
    fn a_newer_history_is_refused() {
        assert!(matches!(check_version(2), Err(Failure::HistoryNewer { found: 2, known: 1 })));
        assert!(check_version(1).is_ok());
    }
}
