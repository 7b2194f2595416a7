//! Several `apply` at once.

use std::process::Stdio;

use whimbrel_testing::{shared, versions};

use crate::common::{Project, project};
use crate::state::{State, until_alone};
use crate::subject::{VERSIONS, postgres};
use crate::victim::{direct, succeeds};

/// Starts `count` runs with these arguments at once and gives exit code and output of each.
fn at_once(project: &Project, url: &str, arguments: &[&str], count: usize) -> Vec<crate::common::Run> {
    let start = || {
        let mut command = project.command(arguments);
        command.env("DATABASE_URL", url).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = std::iter::repeat_with(start).take(count).collect();
    children.into_iter().map(|child| project.ended(child.wait_with_output().unwrap())).collect()
}

#[test]
fn one_applies_and_the_others_wait_and_have_nothing_to_do() {
    let project = postgres();
    for version in versions() {
        let server = shared(version);
        let mut first = None;
        for _ in 0..3 {
            let database = server.database();
            let runs = at_once(&project, database.url(), &["apply", "--no-rehearse", "--lock-wait", "5m"], 4);
            for run in &runs {
                assert_eq!(run.code, Some(0), "{}", run.whole());
            }
            let applied = runs.iter().filter(|run| run.stdout.contains("applied and verified")).count();
            let idle = runs.iter().filter(|run| run.stdout.contains("nothing to apply")).count();
            assert_eq!((applied, idle), (1, 3));
            let state = State::of(&database);
            state.assert_applied_once(&VERSIONS);
            assert_eq!(*first.get_or_insert(State::of(&database)), state);
        }
    }
}

#[test]
fn one_applies_and_who_does_not_wait_is_told_who_does() {
    // Slow enough that the others come while it runs.
    let project = project().file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (); SELECT pg_sleep(2);\n");
    let database = shared(15).database();
    let runs = at_once(&project, database.url(), &["apply", "--no-rehearse", "--lock-wait", "0s"], 3);
    let mut codes: Vec<_> = runs.iter().map(|run| run.code).collect();
    codes.sort();
    // One that came after the end has nothing to do.
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 7))) && codes.contains(&Some(7)), "{codes:?}");
    assert_eq!(runs.iter().filter(|run| run.stdout.contains("applied 1 migration to")).count(), 1);
    for refused in runs.iter().filter(|run| run.code == Some(7)) {
        let says = |word: &str| assert!(refused.stderr.contains(word), "{}", refused.whole());
        says("failed to begin: another run holds the lock on this database");
        says("the lock is held by process ");
        says("of postgres (whimbrel) from 127.0.0.1");
        says("state: nothing was changed");
    }
    until_alone(&database);
    assert_eq!(database.psql("SELECT count(*) FROM whimbrel.history"), "1");
    succeeds(&project, &database, &["apply", "--no-rehearse", "--lock-wait", "0s"]);
}

#[test]
fn a_killed_run_whose_statement_goes_on_is_waited_for() {
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (n int);\n")
        .file("migrations/2_b.sql", "-- migrate:up\nINSERT INTO a VALUES (1); SELECT pg_sleep(3);\n");
    let database = shared(15).database();
    let mut child = direct(&project, &database, &["apply", "--no-rehearse"]).stderr(Stdio::null()).spawn().unwrap();
    let running = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    while database.psql(running) == "0" {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // The server goes on until it wants to tell the client, and commits.
    succeeds(&project, &database, &["apply", "--no-rehearse"]);
    assert_eq!(database.psql("SELECT count(*) FROM a"), "1");
    assert_eq!(
        database.psql("SELECT version || ' ' || kind FROM whimbrel.history ORDER BY id"),
        "1 applied\n2 applied"
    );
}

#[test]
fn on_sqlite_one_applies_too() {
    let project = crate::sqlite::project();
    for _ in 0..5 {
        let runs = at_once(&project, "sqlite:a.db", &["apply", "--no-rehearse", "--lock-wait", "5m"], 4);
        for run in &runs {
            assert_eq!(run.code, Some(0), "{}", run.whole());
        }
        assert_eq!(runs.iter().filter(|run| run.stdout.contains("applied and verified")).count(), 1);
        let refused = at_once(&project, "sqlite:a.db", &["apply", "--no-rehearse", "--lock-wait", "0s"], 4);
        assert!(refused.iter().all(|run| run.code == Some(0)));
        crate::sqlite::remove(&project);
    }
}
