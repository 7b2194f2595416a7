//! What a shadow database is made to hold is kept between runs, and is never believed where it is damaged.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use whimbrel_testing::Database;

use crate::common::Project;
use crate::{database, with};

/// Takes longer than a history has to take to be kept.
const SLOW: (&str, &str) = (
    "1_users.sql",
    "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\nSELECT pg_sleep(2);\n-- migrate:down\nDROP TABLE users;\n",
);

/// A project with a cache of its own, but for the unpacked PostgreSQL.
fn project(cache: &Path) -> Project {
    let shared = whimbrel_embedded::cache_dir().expect("this user has a home");
    fs::create_dir_all(&shared).unwrap();
    std::os::unix::fs::symlink(shared, cache.join("pglite-oxide")).unwrap();
    with(&[SLOW]).with("XDG_CACHE_HOME", cache.display().to_string())
}

/// Its database has what its migrations make.
fn applied() -> (tempfile::TempDir, Database, Project) {
    let (cache, database) = (tempfile::tempdir().unwrap(), database());
    let project = project(cache.path()).with("DATABASE_URL", database.url());
    project.exits(0, ["apply", "--no-rehearse"]);
    (cache, database, project)
}

fn kept(cache: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache.join("whimbrel/shadows")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_history_is_replayed_once() {
    let (cache, database, project) = applied();
    project.exits(0, ["drift"]);
    let first = kept(cache.path());
    assert!(!first.is_empty(), "a slow history is kept");
    let mode = |one: &PathBuf| fs::metadata(one).unwrap().permissions().mode() & 0o777;
    assert!(first.iter().all(|one| mode(one) == 0o700), "for this user alone");
    database.psql("ALTER TABLE users ADD COLUMN name text");
    // the copy is of the history, not of the target
    let drift = project.exits(3, ["drift"]);
    assert!(drift.stdout.contains("name"), "{}", drift.stdout);
    database.psql("ALTER TABLE users DROP COLUMN name");
    // a longer history is another one
    project.write("migrations/2_chats.sql", "-- migrate:up\nCREATE TABLE chats (id bigint PRIMARY KEY);\n");
    project.exits(0, ["apply", "--no-rehearse"]);
    project.exits(0, ["drift"]);
    let then = kept(cache.path());
    assert!(then.len() > first.len() && first.iter().all(|one| then.contains(one)), "{first:?}, then {then:?}");
}

#[test]
fn what_is_damaged_is_made_anew() {
    let (cache, _database, project) = applied();
    project.exits(0, ["drift"]);
    let all = kept(cache.path());
    assert!(!all.is_empty(), "a slow history is kept");
    for one in &all {
        // its schema is not what it was
        fs::write(one.join("note"), "table orders 0123456789abcdef\n").unwrap();
    }
    project.exits(0, ["drift"]);
    let note = |one: &PathBuf| fs::read_to_string(one.join("note")).unwrap_or_default();
    assert!(all.iter().any(|one| note(one).contains("table users")), "it was made anew");
    for one in &kept(cache.path()) {
        // it does not start
        fs::write(one.join("data/PG_VERSION"), "11\n").unwrap();
        fs::write(one.join("data/.pglite-oxide-pgdata-overlay.json"), "{}").unwrap();
    }
    project.exits(0, ["drift"]);
    let version = |one: &PathBuf| fs::read_to_string(one.join("data/PG_VERSION")).unwrap_or_default();
    assert!(kept(cache.path()).iter().all(|one| version(one) == "17\n"), "it was made anew");
}

#[test]
fn what_is_a_day_old_is_made_anew() {
    let (cache, _database, project) = applied();
    project.exits(0, ["drift"]);
    let all = kept(cache.path());
    let note = |one: &PathBuf| fs::File::open(one.join("note")).unwrap();
    let yesterday = SystemTime::now() - Duration::from_secs(25 * 60 * 60);
    all.iter().for_each(|one| note(one).set_modified(yesterday).unwrap());
    project.exits(0, ["drift"]);
    let is_new = |one: &PathBuf| note(one).metadata().unwrap().modified().unwrap() > yesterday;
    let now = kept(cache.path());
    assert!(!now.is_empty() && now.iter().all(is_new), "a migration may look at the clock");
}

#[test]
fn without_a_place_for_it_nothing_is_kept() {
    let (cache, _database, project) = applied();
    fs::write(cache.path().join("whimbrel"), "a file").unwrap();
    project.exits(0, ["drift"]);
}
