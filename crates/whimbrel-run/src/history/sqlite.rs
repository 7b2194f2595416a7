//! The history in an SQLite file.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::params;
use whimbrel_db::Sqlite;
use whimbrel_plan::{Event, History, Observer};
use whimbrel_source::Version;

use super::event::NewEvent;
use super::{RecordedDown, SCHEMA_VERSION, rows};
use crate::RunOptions;
use crate::error::Failure;
use crate::sql::literal;

const READ: &str = include_str!("sqlite/read.sql");
const UPGRADES: [&str; SCHEMA_VERSION as usize] = [include_str!("sqlite/1.sql")];

fn exists(session: &Sqlite) -> Result<bool, Failure> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'whimbrel_history'";
    let found = session.query(sql, []).map_err(Failure::database("find the history"))?;
    Ok(!found.rows.is_empty())
}

fn version(session: &Sqlite) -> Result<i32, Failure> {
    let reply = session
        .query("SELECT version FROM whimbrel_meta", [])
        .map_err(Failure::database("read the history's version"))?;
    let version = reply.rows.first().and_then(|row| row[0].as_deref()?.parse().ok());
    version.ok_or_else(|| rows::damaged("it does not say its version"))
}

pub(crate) fn read(session: &Sqlite) -> Result<History, Failure> {
    if !exists(session)? {
        return Ok(History::default());
    }
    rows::check_version(version(session)?)?;
    rows::history(&session.run_sql(READ).map_err(Failure::database("read the history"))?)
}

pub(crate) fn downs(session: &Sqlite, versions: &[Version]) -> Result<BTreeMap<Version, RecordedDown>, Failure> {
    if versions.is_empty() || !exists(session)? {
        return Ok(BTreeMap::new());
    }
    let wanted: Vec<String> = versions.iter().map(|version| literal(version.as_str())).collect();
    let sql = format!(
        "SELECT version, down, down_transaction FROM whimbrel_history WHERE kind = 'applied' AND version IN ({}) \
         ORDER BY id",
        wanted.join(", ")
    );
    let replies = session.run_sql(&sql).map_err(Failure::database("read the recorded ways back"))?;
    Ok(super::postgres::down_rows(&replies))
}

/// Makes sure that it exists and is of this version. Call under the run lock.
pub(crate) fn prepare(session: &Sqlite, observer: &mut dyn Observer) -> Result<(), Failure> {
    let from = if exists(session)? { version(session)? } else { 0 };
    rows::check_version(from)?;
    if from == SCHEMA_VERSION {
        return Ok(());
    }
    let doing = if from == 0 { "create the history" } else { "upgrade the history" };
    session.begin().map_err(Failure::database(doing))?;
    match upgrade(session, from) {
        Ok(()) => {
            if from > 0 {
                observer.event(Event::HistoryUpgraded { from, to: SCHEMA_VERSION });
            }
            Ok(())
        }
        Err(error) => {
            // Where even this fails the file is as it was: what is not committed does not count.
            let _ = session.rollback();
            Err(Failure::database(doing)(error))
        }
    }
}

fn upgrade(session: &Sqlite, from: i32) -> Result<(), whimbrel_db::DbError> {
    if from == 0 {
        session
            .run_sql("CREATE TABLE whimbrel_meta (version integer NOT NULL); INSERT INTO whimbrel_meta VALUES (0)")?;
    }
    for sql in UPGRADES.iter().skip(usize::try_from(from).unwrap_or(0)) {
        session.run_sql(sql)?;
    }
    session.run_sql(&format!("UPDATE whimbrel_meta SET version = {SCHEMA_VERSION}"))?;
    session.commit()
}

/// Records an event in the open transaction. `took` is for events that do not carry their own duration.
pub(crate) fn insert(
    session: &Sqlite,
    event: &NewEvent<'_>,
    took: Duration,
    options: &RunOptions,
) -> Result<(), whimbrel_db::DbError> {
    let duration = i64::try_from(event.duration.unwrap_or(took).as_millis()).unwrap_or(i64::MAX);
    session
        .query(
            "INSERT INTO whimbrel_history (at, kind, version, name, description, checksum, actor, duration_ms, tool, \
             revision, down, down_transaction, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                Timestamp::now().as_microsecond(),
                rows::kind_name(event.kind),
                event.version,
                event.name,
                event.description,
                event.checksum,
                options.actor,
                duration,
                options.tool,
                options.revision,
                event.down,
                event.down_transaction,
                event.detail,
            ],
        )
        .map(drop)
}
