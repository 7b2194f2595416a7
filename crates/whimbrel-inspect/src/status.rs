//! Files against history.

use std::collections::BTreeMap;

use whimbrel_plan::{State, Status, StatusRow};
use whimbrel_source::{Engine, Migration, MigrationSet, Version};

use whimbrel_plan::history::History;

/// How every migration stands, known from its file, the history, or both.
pub fn status(files: &MigrationSet, engine: Engine, history: &History) -> Status {
    let newest = history.applied.keys().next_back();
    let mut rows: BTreeMap<&Version, StatusRow> = BTreeMap::new();
    for migration in &files.migrations {
        rows.insert(&migration.version, row_of_file(migration, engine, history, newest));
    }
    for (version, applied) in &history.applied {
        rows.entry(version).or_insert_with(|| StatusRow {
            version: version.clone(),
            name: applied.event.name.clone(),
            description: applied.event.description.clone(),
            state: State::Missing,
            applied: Some(applied.clone()),
            path: None,
            progress: None,
            failure: None,
        });
    }
    for (version, unfinished) in &history.unfinished {
        rows.entry(version).or_insert_with(|| StatusRow {
            version: version.clone(),
            name: unfinished.name.clone(),
            description: None,
            state: State::Missing,
            applied: None,
            path: None,
            progress: Some((unfinished.done, unfinished.total)),
            failure: None,
        });
    }
    Status { rows: rows.into_values().collect(), history_exists: history.exists }
}

fn row_of_file(migration: &Migration, engine: Engine, history: &History, newest: Option<&Version>) -> StatusRow {
    let applied = history.applied.get(&migration.version);
    let unfinished = history.unfinished.get(&migration.version);
    let state = match applied {
        // A revert that was interrupted leaves the migration applied and unfinished at once.
        _ if unfinished.is_some() => State::Unfinished,
        Some(applied) if applied.event.checksum != migration.checksum(engine).to_string() => State::Edited,
        Some(_) => State::Applied,
        None if newest.is_some_and(|newest| migration.version < *newest) => State::OutOfOrder,
        None => State::Pending,
    };
    StatusRow {
        version: migration.version.clone(),
        name: migration.name.clone(),
        description: migration.description.clone(),
        state,
        applied: applied.cloned(),
        path: Some(migration.file.path.clone()),
        progress: unfinished.map(|u| (u.done, u.total)),
        failure: history.failed.get(&migration.version).and_then(|event| event.detail.clone()),
    }
}
