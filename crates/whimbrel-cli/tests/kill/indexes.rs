//! An index that a cancelled `CREATE INDEX CONCURRENTLY` leaves INVALID is recognised and rebuilt.

use std::process::{Child, Stdio};

use whimbrel_testing::{Database, shared, versions};

use crate::common::{Project, Run, project};
use crate::state::State;
use crate::victim::{direct, succeeds};

const BUILDING: &str = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE %INDEX CONCURRENTLY%' \
                        AND state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()";

/// A table with an index to be built.
fn indexed(create: &str) -> Project {
    project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (n int);\nINSERT INTO a VALUES (1), (2);\n")
        .file("migrations/2_i.sql", &format!("-- migrate:up\n{create};\n"))
}

/// A transaction of somebody else that a concurrent build must wait for. Ended by being dropped.
struct InTheWay(Child);

impl InTheWay {
    fn of(database: &Database) -> Self {
        let mut command = std::process::Command::new(whimbrel_testing::client_tool("psql"));
        command.args([
            "-XAtq",
            database.url(),
            "-c",
            "BEGIN; LOCK TABLE a IN ROW EXCLUSIVE MODE; SELECT pg_sleep(600)",
        ]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let there =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        while database.psql(there) == "0" {
            std::thread::yield_now();
        }
        Self(child)
    }

    fn end(mut self, database: &Database) {
        database.psql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE wait_event = 'PgSleep' AND datname = current_database()",
        );
        self.0.wait().unwrap();
    }
}

/// Applies the table, then starts to build the index while somebody is in the way, does `meanwhile` once the build
/// waits, and gives the end of that run. Whoever is in the way is gone then.
fn disturbed(project: &Project, database: &Database, meanwhile: impl FnOnce(&mut Child, &str)) -> Run {
    succeeds(project, database, &["apply", "--no-rehearse", "--to", "1"]);
    let in_the_way = InTheWay::of(database);
    let mut command = direct(project, database, &["apply", "--no-rehearse"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let builds = loop {
        let pid = database.psql(BUILDING);
        // The index is there, invalid, once the build has begun to wait.
        if !pid.is_empty() && is_valid(database) == "f" {
            break pid;
        }
        std::thread::yield_now();
    };
    meanwhile(&mut child, &builds);
    let run = project.ended(child.wait_with_output().unwrap());
    in_the_way.end(database);
    run
}

fn is_valid(database: &Database) -> String {
    database.psql("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('i')")
}

#[test]
fn after_pg_cancel_backend_it_is_rebuilt() {
    for version in versions() {
        for create in ["CREATE INDEX CONCURRENTLY i ON a (n)", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (n)"] {
            let (project, database) = (indexed(create), shared(version).database());
            let run = disturbed(&project, &database, |_, pid| {
                database.psql(&format!("SELECT pg_cancel_backend({pid})"));
            });
            assert_eq!(run.code, Some(1), "{}", run.whole());
            assert!(run.stderr.contains("canceling statement due to user request"), "{}", run.whole());
            assert!(run.stderr.contains("at migrations/2_i.sql:2:1"), "{}", run.whole());
            assert_eq!(is_valid(&database), "f");
            let again = succeeds(&project, &database, &["apply", "--no-rehearse"]);
            assert!(
                again.stderr.contains("the index public.i was left invalid: building it again"),
                "{}",
                again.whole()
            );
            assert_eq!(is_valid(&database), "t");
            State::of(&database).assert_applied_once(&["1", "2"]);
        }
    }
}

#[test]
fn after_kill_9_while_the_server_goes_on_building_it_is_waited_for() {
    let project = indexed("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (n)");
    let database = shared(15).database();
    let run = disturbed(&project, &database, |child, _| child.kill().unwrap());
    assert_eq!(run.code, None);
    succeeds(&project, &database, &["apply", "--no-rehearse"]);
    assert_eq!(is_valid(&database), "t");
    State::of(&database).assert_applied_once(&["1", "2"]);
}

/// The kill of the process did not end its backend: another one must not take its half-built index for a ruin.
#[test]
fn what_is_still_being_built_is_not_dropped() {
    let project = indexed("CREATE INDEX CONCURRENTLY i ON a (n)");
    let database = shared(15).database();
    succeeds(&project, &database, &["apply", "--no-rehearse", "--to", "1"]);
    let in_the_way = InTheWay::of(&database);
    let mut first = direct(&project, &database, &["apply", "--no-rehearse"]).stderr(Stdio::null()).spawn().unwrap();
    while database.psql(BUILDING).is_empty() {
        std::thread::yield_now();
    }
    first.kill().unwrap();
    first.wait().unwrap();
    let refused = project.finish(direct(&project, &database, &["apply", "--no-rehearse", "--lock-wait", "0s"]));
    assert_eq!(refused.code, Some(7), "{}", refused.whole());
    assert!(refused.stderr.contains("CREATE INDEX CONCURRENTLY i ON a (n)"), "{}", refused.whole());
    in_the_way.end(&database);
    succeeds(&project, &database, &["apply", "--no-rehearse"]);
    assert_eq!(is_valid(&database), "t");
}

#[test]
fn duplicates_under_a_unique_index_are_told_and_it_is_built_once_they_are_gone() {
    for create in
        ["CREATE UNIQUE INDEX CONCURRENTLY i ON a (n)", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (n)"]
    {
        let (project, database) = (indexed(create), shared(15).database());
        succeeds(&project, &database, &["apply", "--no-rehearse", "--to", "1"]);
        database.psql("INSERT INTO a VALUES (2)");
        for _ in 0..2 {
            let run = project.finish(direct(&project, &database, &["apply", "--no-rehearse"]));
            assert_eq!(run.code, Some(1), "{}", run.whole());
            let says = |word: &str| assert!(run.stderr.contains(word), "{}", run.whole());
            says("could not create unique index \"i\"");
            says("Key (n)=(2) is duplicated.");
            says("at migrations/2_i.sql:2:1");
            says("2 is unfinished");
        }
        database.psql("DELETE FROM a WHERE ctid = (SELECT max(ctid) FROM a WHERE n = 2)");
        succeeds(&project, &database, &["apply", "--no-rehearse"]);
        assert_eq!(is_valid(&database), "t");
        State::of(&database).assert_applied_once(&["1", "2"]);
    }
}
