//! Files against history.

use std::collections::BTreeMap;

use jiff::Timestamp;
use whimbrel_inspect::status::status;
use whimbrel_plan::history::{Applied, History, HistoryEvent, HistoryEventKind, Unfinished};
use whimbrel_plan::{Direction, State};
use whimbrel_source::{Engine, Migration, MigrationSet, SourceFile, Version};

fn file(version: &str, up: &str) -> Migration {
    let text = format!("-- migrate:up\n{up}\n");
    Migration::parse(SourceFile::new(format!("migrations/{version}_a.sql"), text)).unwrap()
}

fn version(digits: &str) -> Version {
    Version::new(digits).unwrap()
}

fn applied(version: &str, checksum: &str) -> (Version, Applied) {
    let version = Version::new(version).unwrap();
    let event = HistoryEvent {
        id: 1,
        at: Timestamp::UNIX_EPOCH,
        kind: HistoryEventKind::Applied,
        version: version.clone(),
        name: "a".to_owned(),
        description: None,
        checksum: checksum.to_owned(),
        actor: "mira".to_owned(),
        duration_ms: 4,
        tool: "whimbrel".to_owned(),
        revision: None,
        detail: None,
    };
    (version, Applied { event, baselined: false })
}

fn check(files: Vec<Migration>, history: &History, expect: &[(&str, State)]) {
    let status = status(&MigrationSet { migrations: files }, Engine::Postgres, history);
    let found: Vec<(&str, State)> = status.rows.iter().map(|row| (row.version.as_str(), row.state)).collect();
    assert_eq!(found, expect);
}

#[test]
fn without_a_history_everything_is_pending() {
    let files = vec![file("1", "SELECT 1;"), file("2", "SELECT 2;")];
    check(files, &History::default(), &[("1", State::Pending), ("2", State::Pending)]);
}

#[test]
fn each_state_is_told_from_file_and_history() {
    let files = vec![file("1", "SELECT 1;"), file("2", "SELECT 2;"), file("4", "SELECT 4;"), file("10", "SELECT 10;")];
    let same = files[0].checksum(Engine::Postgres).to_string();
    let history = History {
        exists: true,
        applied: BTreeMap::from([applied("1", &same), applied("3", "gone"), applied("4", "other")]),
        ..History::default()
    };
    let expect = [
        ("1", State::Applied),
        ("2", State::OutOfOrder),
        ("3", State::Missing),
        ("4", State::Edited),
        ("10", State::Pending),
    ];
    check(files, &history, &expect);
}

#[test]
fn an_interrupted_migration_is_unfinished_even_where_it_is_applied_still() {
    let files = vec![file("1", "SELECT 1;"), file("2", "SELECT 2;")];
    let same = files[0].checksum(Engine::Postgres).to_string();
    let unfinished =
        |direction| Unfinished { name: "a".to_owned(), direction, checksum: same.clone(), done: 1, total: 3 };
    let history = History {
        exists: true,
        applied: BTreeMap::from([applied("1", &same)]),
        unfinished: BTreeMap::from([
            (version("1"), unfinished(Direction::Revert)),
            (version("2"), unfinished(Direction::Apply)),
        ]),
        ..History::default()
    };
    check(files, &history, &[("1", State::Unfinished), ("2", State::Unfinished)]);
}
