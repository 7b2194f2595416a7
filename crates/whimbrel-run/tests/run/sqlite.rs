//! The same contract on SQLite.

use std::time::Duration;

use whimbrel_run::{Interrupt, RunOptions, lock};
use whimbrel_source::Engine;

use crate::support::*;

async fn open(folder: &tempfile::TempDir) -> whimbrel_db::Connection {
    connect(&format!("sqlite:{}", folder.path().join("app.db").display())).await
}

fn ask(connection: &whimbrel_db::Connection, sql: &str) -> String {
    let whimbrel_db::Connection::Sqlite(session) = connection else { panic!("an SQLite session") };
    session.run_sql(sql).unwrap()[0].rows[0][0].clone().unwrap_or_default()
}

fn migrations() -> Vec<whimbrel_source::Migration> {
    vec![
        migration(
            "1_a.sql",
            "-- migrate:up\nCREATE TABLE a (id integer PRIMARY KEY);\nINSERT INTO a VALUES (1), (2);\n-- migrate:verify\nSELECT count(*) = 2 FROM a;\n-- migrate:down\nDROP TABLE a;\n",
        ),
        migration(
            "2_b.sql",
            "-- migrate:up transaction:false\nCREATE TABLE b (id integer);\nVACUUM;\nCREATE INDEX CONCURRENTLY b_id ON b (id);\n-- migrate:down\nDROP TABLE b;\n",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn it_applies_verifies_records_and_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&folder).await;
    assert!(!read(&connection).await.exists);
    let runs = apply(&connection, &migrations()).await.unwrap();
    assert_eq!(runs[0].statements[1].rows, Some(2));
    assert!(runs[0].checks[0].holds);
    assert_eq!(runs[1].remarks, ["line 4: run without CONCURRENTLY, because SQLite has one writer"]);
    assert_eq!(applied(&connection).await, ["1", "2"]);
    assert_eq!(read(&connection).await.applied.values().next().unwrap().event.actor, "mira@web-1");
    assert_eq!(ask(&connection, "SELECT count(*) FROM whimbrel_journal"), "0");
    assert_eq!(apply(&connection, &migrations()).await.unwrap().len(), 0);
    assert_eq!(revert_all(&connection, Engine::Sqlite).await.unwrap().len(), 2);
    assert!(applied(&connection).await.is_empty());
    assert_eq!(apply(&connection, &migrations()).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_leaves_nothing_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&folder).await;
    let error =
        apply(&connection, &ups(&["CREATE TABLE a (id);", "CREATE TABLE b (id);\nINSERT INTO\n  nowhere VALUES (1);"]))
            .await
            .unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.failed: failed to apply 2 m2
    at migrations/2_m2.sql:3:1 `INSERT INTO` (no such table: nowhere)
    message: no such table: nowhere
    code: SQLITE_ERROR
    state: 2 was rolled back; 1 was applied and stays
    "###);
    assert_eq!(ask(&connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), "0");
    assert_eq!(read(&connection).await.failed.len(), 1);

    let check = migration(
        "2_b.sql",
        "-- migrate:up\nCREATE TABLE b (id);\n-- migrate:verify\n-- b has rows\nSELECT count(*) > 0 FROM b;\nDELETE FROM a;\n",
    );
    let error = apply(&connection, &[check]).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    NotVerified verify.failed: failed to verify 2 b: b has rows
    at migrations/2_b.sql:5:1 `SELECT count(*) > 0 FROM b` (false)
    cause: does not hold either: DELETE FROM a
    remedy: correct the migration or the data it meets, and run it again
    state: 2 was rolled back; nothing else was applied
    "###);
    assert_eq!(ask(&connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_died_goes_on_at_the_right_step() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&folder).await;
    let migrations = [migration(
        "1_b.sql",
        "-- migrate:up transaction:false\nCREATE TABLE b (id integer);\nVACUUM;\nINSERT INTO b VALUES (1);\nVACUUM INTO '/nowhere/at/all';\n",
    )];
    let error = apply(&connection, &migrations).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.failed: failed to apply 1 b
    at migrations/1_b.sql:5:1 `VACUUM INTO '/nowhere/at/all'` (unable to open database: /nowhere/at/all)
    message: unable to open database: /nowhere/at/all
    code: SQLITE_CANTOPEN
    state: 1 is unfinished: 3 of its 4 steps are done and stay, and the next run goes on there; nothing else was applied
    "###);
    let mended = [migration(
        "1_b.sql",
        "-- migrate:up transaction:false\nCREATE TABLE b (id integer);\nVACUUM;\nINSERT INTO b VALUES (1);\nVACUUM;\n",
    )];
    let runs = apply(&connection, &mended).await.unwrap();
    assert_eq!(runs[0].resumed_after, 3);
    assert_eq!(ask(&connection, "SELECT count(*) FROM b"), "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_keeps_other_processes_out_and_writers_are_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (open(&folder).await, open(&folder).await);
    let held = lock::acquire(&first, &options(), &mut ()).await.unwrap();
    let error = apply(&second, &migrations()).await.unwrap_err();
    let pid = std::process::id().to_string();
    insta::assert_snapshot!(told(error).replace(&pid, "4711").replace(", for 0 s", ""), @r###"
    Locked run.locked: failed to begin: another run holds the lock on this database (waited 0 s)
    cause: the lock is held by process 4711 of mira@web-1 (whimbrel 0.1.0)
    remedy: wait until it has ended, and run again; `--lock-wait 5m` waits longer
    state: nothing was changed
    "###);
    held.release(&first, &mut ()).await;
    apply(&second, &migrations()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_stops_the_statement_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&folder).await;
    let endless = "CREATE TABLE b AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n;";
    let options = RunOptions { interrupt: Interrupt::default(), ..options() };
    let interrupt = options.interrupt.clone();
    let stop = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        interrupt.trigger();
    });
    let error = apply_with(&connection, &ups(&["CREATE TABLE a (id);", endless]), &options, &mut Seen::default())
        .await
        .unwrap_err();
    stop.await.unwrap();
    insta::assert_snapshot!(told(error), @r###"
    Interrupted run.interrupted: interrupted while it was to apply 2 m2
    state: 2 was rolled back; 1 was applied and stays
    "###);
    assert_eq!(applied(&connection).await, ["1"]);
}
