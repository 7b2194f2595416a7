//! Changing the history and nothing else: adopting a database as it is, and repairs.

use std::time::Duration;

use whimbrel_db::Connection;
use whimbrel_plan::{Applied, HistoryEventKind, Observer};
use whimbrel_source::{Engine, Migration, SectionKind, Version};

use crate::error::Failure;
use crate::history::event::NewEvent;
use crate::history::{self, Place};
use crate::journal::{self, Journal, State};
use crate::{RunError, RunOptions};

/// Records `migrations` as applied without running them, all or none; creates the history where there is none.
/// Call with the run lock held.
pub async fn baseline(
    connection: &Connection,
    migrations: &[&Migration],
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    let engine = match connection {
        Connection::Postgres(_) => Engine::Postgres,
        Connection::Sqlite(_) => Engine::Sqlite,
    };
    let checksums: Vec<String> = migrations.iter().map(|migration| migration.checksum(engine).to_string()).collect();
    let events = migrations.iter().zip(&checksums).map(|(migration, checksum)| {
        let down = migration.section(SectionKind::Down, engine);
        NewEvent {
            kind: HistoryEventKind::Baselined,
            version: migration.version.as_str(),
            name: &migration.name,
            description: migration.description.as_deref(),
            checksum,
            duration: Some(Duration::ZERO),
            down: down.map(|section| migration.body(section)),
            down_transaction: down.is_none_or(|section| section.transaction),
            detail: None,
        }
    });
    write(connection, &events.collect::<Vec<_>>(), None, options, observer).await
}

/// Accepts an applied migration's file as it is now: the history takes its checksum, name, description and way back.
/// Call with the run lock held.
pub async fn accept_edited(
    connection: &Connection,
    migration: &Migration,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    let engine = match connection {
        Connection::Postgres(_) => Engine::Postgres,
        Connection::Sqlite(_) => Engine::Sqlite,
    };
    let checksum = migration.checksum(engine).to_string();
    let down = migration.section(SectionKind::Down, engine);
    let event = NewEvent {
        kind: HistoryEventKind::Repaired,
        version: migration.version.as_str(),
        name: &migration.name,
        description: migration.description.as_deref(),
        checksum: &checksum,
        duration: Some(Duration::ZERO),
        down: down.map(|section| migration.body(section)),
        down_transaction: down.is_none_or(|section| section.transaction),
        detail: Some("the edited file was accepted"),
    };
    write(connection, &[event], None, options, observer).await
}

/// Takes the record of an applied migration away; nothing is run. Call with the run lock held.
pub async fn forget(
    connection: &Connection,
    applied: &Applied,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    let event = NewEvent {
        kind: HistoryEventKind::Forgotten,
        version: applied.event.version.as_str(),
        name: &applied.event.name,
        description: applied.event.description.as_deref(),
        checksum: &applied.event.checksum,
        duration: Some(Duration::ZERO),
        down: None,
        down_transaction: true,
        detail: None,
    };
    write(connection, &[event], None, options, observer).await
}

/// Gives an unfinished migration up: its journal is cleared, what its steps did stays, and it counts as it did
/// before it began. Call with the run lock held.
pub async fn abandon(
    connection: &Connection,
    version: &Version,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    doubtful_or_begun(connection, version, options, observer, |entries| !entries.is_empty()).await?;
    let clear = |journal: &Journal| journal.clear(version.as_str());
    write(connection, &[], Some(&clear), options, observer).await
}

/// Says that the step in doubt of an unfinished migration was done, so that the next run goes on after it.
/// Call with the run lock held.
pub async fn step_done(
    connection: &Connection,
    version: &Version,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    resolve(connection, version, State::Done, options, observer).await
}

/// Says that it was not done, so that the next run runs it again. Call with the run lock held.
pub async fn step_undone(
    connection: &Connection,
    version: &Version,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    resolve(connection, version, State::Failed, options, observer).await
}

async fn resolve(
    connection: &Connection,
    version: &Version,
    state: State,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    let open = |entries: &[journal::Entry]| entries.iter().any(|entry| entry.state != State::Done);
    doubtful_or_begun(connection, version, options, observer, open).await?;
    let resolve = |journal: &Journal| journal.resolve(version.as_str(), state);
    write(connection, &[], Some(&resolve), options, observer).await
}

/// Fails where the journal has nothing of a version that `wanted` accepts.
async fn doubtful_or_begun(
    connection: &Connection,
    version: &Version,
    options: &RunOptions,
    observer: &mut dyn Observer,
    wanted: impl Fn(&[journal::Entry]) -> bool,
) -> Result<(), RunError> {
    let replies = match connection {
        Connection::Postgres(session) => {
            let place = history::postgres::prepare(session, &options.history_schema, observer).await?;
            session.run(&Journal::postgres(place.journal()).read(version.as_str())).await
        }
        Connection::Sqlite(session) => {
            history::sqlite::prepare(session, observer)?;
            session.run_sql(&Journal::sqlite().read(version.as_str()))
        }
    };
    let entries = journal::entries(&replies.map_err(Failure::database("read the journal"))?)?;
    if wanted(&entries) {
        return Ok(());
    }
    let message = if entries.is_empty() {
        format!("migration {version} is not unfinished")
    } else {
        format!("no step of migration {version} is in doubt")
    };
    Err(Failure::NothingToRepair { message }.into())
}

/// A statement on the journal.
type OnJournal<'a> = &'a (dyn Fn(&Journal) -> String + 'a);

/// Writes events and changes the journal in one transaction.
async fn write(
    connection: &Connection,
    events: &[NewEvent<'_>],
    on_journal: Option<OnJournal<'_>>,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    match connection {
        Connection::Postgres(session) => {
            let place: Place = history::postgres::prepare(session, &options.history_schema, observer).await?;
            let mut text = "BEGIN;\n".to_owned();
            let journal = Journal::postgres(place.journal());
            for sql in events.iter().map(|event| event.insert(&place, options)).chain(on_journal.map(|on| on(&journal)))
            {
                text.push_str(&sql);
                text.push_str(";\n");
            }
            text.push_str("COMMIT");
            if let Err(error) = session.run(&text).await {
                if !error.disconnected {
                    // Where even this fails the server ends the transaction with the session.
                    let _ = session.run("ROLLBACK").await;
                }
                return Err(Failure::database("write the history")(error).into());
            }
        }
        Connection::Sqlite(session) => {
            history::sqlite::prepare(session, observer)?;
            session.begin().map_err(Failure::database("write the history"))?;
            let work = || {
                for event in events {
                    history::sqlite::insert(session, event, Duration::ZERO, options)?;
                }
                if let Some(on_journal) = on_journal {
                    session.run_sql(&on_journal(&Journal::sqlite()))?;
                }
                session.commit()
            };
            if let Err(error) = work() {
                // Where even this fails the file is as it was: what is not committed does not count.
                let _ = session.rollback();
                return Err(Failure::database("write the history")(error).into());
            }
        }
    }
    Ok(())
}
