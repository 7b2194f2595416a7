//! The same on SQLite, where there are no messages to count: a run is killed after a while that grows.

use std::process::Stdio;

use rusqlite::Connection;

use crate::common::{Project, project as empty};
use crate::revert::{phrase, revert_all};

/// Tables, a rebuild with its rows, checks, and what cannot be one transaction.
pub fn project() -> Project {
    let many: String = (1..=300).map(|n| format!("INSERT INTO events VALUES ({n}, 'event {n}');\n")).collect();
    let mut project = empty()
        .with("DATABASE_URL", "sqlite:a.db")
        .file(
            "migrations/01_users.sql",
            "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (1, 'mira'), (2, 'jon');\n-- migrate:down\nDROP TABLE users;\n",
        )
        .file(
            "migrations/02_events.sql",
            &format!("-- migrate:up\nCREATE TABLE events (id INTEGER, what TEXT);\n{many}-- migrate:down\nDROP TABLE events;\n"),
        )
        .file(
            "migrations/03_owner.sql",
            "-- migrate:up\nALTER TABLE events ADD COLUMN user_id INTEGER DEFAULT 1;
ALTER TABLE events ALTER COLUMN user_id TYPE TEXT;
ALTER TABLE events ADD CONSTRAINT what_is_said CHECK (what <> '');
-- migrate:verify\nSELECT count(*) = 300 FROM events WHERE user_id = '1';
-- migrate:down\nALTER TABLE events DROP CONSTRAINT what_is_said;\nALTER TABLE events DROP COLUMN user_id;\n",
        )
        .file(
            "migrations/04_tidy.sql",
            "-- migrate:up transaction:false\nUPDATE users SET name = name || '!';\nVACUUM;
INSERT INTO users VALUES (3, 'ada');\n-- migrate:down\nDELETE FROM users WHERE id = 3;\n",
        );
    for n in 5..30 {
        let text = format!("-- migrate:up\nCREATE TABLE t{n} (id INTEGER);\n-- migrate:down\nDROP TABLE t{n};\n");
        project = project.file(&format!("migrations/{n:02}_t{n}.sql"), &text);
    }
    project
}

/// Removes the database with what SQLite keeps beside it; the lock's file stays.
pub fn remove(project: &Project) {
    for name in ["a.db", "a.db-journal", "a.db-wal", "a.db-shm"] {
        let _not_there = std::fs::remove_file(project.path().join(name));
    }
}

const SCHEMA_AND_HISTORY: [&str; 4] = [
    "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name",
    "SELECT version || ' ' || kind FROM whimbrel_history ORDER BY id",
    "SELECT 'journal ' || version FROM whimbrel_journal",
    "SELECT integrity_check FROM pragma_integrity_check",
];

fn ask(project: &Project, queries: &[&str]) -> Vec<String> {
    let connection = Connection::open(project.path().join("a.db")).unwrap();
    let mut lines = Vec::new();
    for sql in queries {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        lines.extend(rows.map(Result::unwrap));
    }
    lines
}

fn schema_and_history(project: &Project) -> Vec<String> {
    ask(project, &SCHEMA_AND_HISTORY)
}

fn state(project: &Project) -> Vec<String> {
    let rows = ask(
        project,
        &[
            "SELECT id || ' ' || name FROM users ORDER BY id",
            "SELECT id || ' ' || what || ' ' || user_id FROM events ORDER BY id",
        ],
    );
    [schema_and_history(project), rows].concat()
}

#[test]
fn a_run_killed_at_any_time_goes_on() {
    let project = project();
    let started = std::time::Instant::now();
    project.succeeds(["apply"]);
    let whole = started.elapsed();
    let expected = state(&project);
    const ROUNDS: u32 = 40;
    let mut killed = 0;
    for round in 0..ROUNDS {
        remove(&project);
        let mut child = project.command(["apply"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * round / ROUNDS);
        child.kill().unwrap();
        killed += u32::from(child.wait().unwrap().code().is_none());
        // Whoever is gone holds no lock.
        let again = project.succeeds(["apply", "--lock-wait", "0s"]);
        assert_eq!(state(&project), expected, "killed after {:?}: {}", whole * round / ROUNDS, again.whole());
    }
    assert!(killed > ROUNDS / 4, "only {killed} of {ROUNDS} were killed");
}

#[test]
fn a_revert_killed_at_any_time_goes_on() {
    const ROUNDS: u32 = 40;
    let project = project();
    let file = project.path().join("a.db");
    let kept = project.path().join("applied");
    project.succeeds(["apply"]);
    std::fs::copy(&file, &kept).unwrap();
    let phrase = phrase(&project.exits(4, ["revert", "--all"]));
    let arguments = ["revert", "--all", "--yes", "--confirm", &phrase];
    let started = std::time::Instant::now();
    project.succeeds(arguments);
    let whole = started.elapsed();
    let expected = schema_and_history(&project);
    let mut killed = 0;
    for round in 0..ROUNDS {
        remove(&project);
        std::fs::copy(&kept, &file).unwrap();
        let mut child = project.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * round / ROUNDS);
        child.kill().unwrap();
        killed += u32::from(child.wait().unwrap().code().is_none());
        let again = revert_all(&project, "sqlite:a.db");
        assert_eq!(again.code, Some(0), "{}", again.whole());
        assert_eq!(schema_and_history(&project), expected, "killed after {:?}", whole * round / ROUNDS);
    }
    assert!(killed > ROUNDS / 4, "only {killed} of {ROUNDS} were killed");
}
