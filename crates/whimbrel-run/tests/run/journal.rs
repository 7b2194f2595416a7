//! Migrations that cannot be one transaction, and every way one may have been left.

use whimbrel_db::Connection;
use whimbrel_plan::Event;
use whimbrel_run::{Failure, RunOptions, Standing, record};
use whimbrel_source::{Engine, Migration};
use whimbrel_testing::{Database, OwnServer, shared, versions};

use crate::support::*;

fn outside(text: &str) -> Migration {
    migration("1_outside.sql", &format!("-- migrate:up transaction:false\n{text}\n"))
}

const THREE: &str = "CREATE TABLE a (id int, t text);
CREATE INDEX CONCURRENTLY a_id ON a (id);
INSERT INTO a VALUES (1, 'x');
CREATE UNIQUE INDEX CONCURRENTLY a_t ON a (t);
INSERT INTO a VALUES (2, 'y');";

/// Writes a journal as a run that died would have left it: these steps done, the next started or not.
async fn left_behind(connection: &Connection, database: &Database, migration: &Migration, done: usize, started: bool) {
    let plan = plan(std::slice::from_ref(migration), Engine::Postgres);
    let planned = &plan.migrations[0];
    record::baseline(connection, &[], &options(), &mut ()).await.unwrap();
    for (number, step) in planned.steps.iter().enumerate().take(done + usize::from(started)) {
        let state = if number < done { "done" } else { "started" };
        database.psql(&format!(
            "INSERT INTO whimbrel.journal VALUES ('{}', 'apply', {number}, {}, '{}', '{}', 'x', '{state}', '', now())",
            planned.version,
            planned.steps.len(),
            planned.name,
            planned.checksum,
        ));
        if number < done {
            for statement in &step.statements {
                database.psql(&statement.sql);
            }
        }
    }
}

fn rows_and_indexes(database: &Database) -> String {
    database.psql(
        "SELECT (SELECT count(*) FROM a), (SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ', ' \
         ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid = 'a'::regclass)",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_done_once_and_the_journal_is_empty_after() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let runs = apply(&connection, &[outside(THREE)]).await.unwrap();
        assert_eq!(runs[0].statements.len(), 5);
        assert_eq!(rows_and_indexes(&database), "2|a_id true, a_t true");
        assert_eq!(database.psql("SELECT count(*) FROM whimbrel.journal"), "0");
        assert_eq!(applied(&connection).await, ["1"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_died_anywhere_goes_on_at_the_right_step() {
    for version in versions() {
        for done in 0..=5 {
            for started in [false, true] {
                let alone = done == 1 || done == 3;
                if started && !alone {
                    continue;
                }
                let database = shared(version).database();
                let connection = connect(database.url()).await;
                let migration = outside(THREE);
                left_behind(&connection, &database, &migration, done, started).await;
                if done > 0 {
                    let unfinished = &read(&connection).await.unfinished[&migration.version];
                    assert_eq!((unfinished.done, unfinished.total), (done, 5));
                }
                let mut seen = Seen::default();
                let runs = apply_with(&connection, &[migration], &options(), &mut seen).await.unwrap();
                assert_eq!(runs[0].resumed_after, done);
                assert_eq!(rows_and_indexes(&database), "2|a_id true, a_t true", "after {done} steps");
                assert_eq!(database.psql("SELECT count(*) FROM whimbrel.journal"), "0");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_was_built_but_not_recorded_is_not_built_again() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migration = outside(
        "CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY ON a (id);\nCREATE INDEX CONCURRENTLY n ON a (id);",
    );
    left_behind(&connection, &database, &migration, 1, true).await;
    database.psql("CREATE INDEX ON a (id)");
    let before = database.psql("SELECT 'a_id_idx'::regclass::oid");
    apply(&connection, &[migration]).await.unwrap();
    assert_eq!(database.psql("SELECT 'a_id_idx'::regclass::oid"), before);
    assert_eq!(database.psql("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass"), "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_index_of_a_run_that_died_is_built_again() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let migration = outside(THREE);
        left_behind(&connection, &database, &migration, 3, true).await;
        // What a cancelled build leaves.
        database.psql("CREATE UNIQUE INDEX a_t ON a (t); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'a_t'::regclass");
        let mut seen = Seen::default();
        apply_with(&connection, &[migration], &options(), &mut seen).await.unwrap();
        assert!(seen.0.contains(&Event::RebuildingIndex("public.a_t".to_owned())), "{:?}", seen.0);
        assert_eq!(rows_and_indexes(&database), "2|a_id true, a_t true");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn if_not_exists_does_not_take_an_invalid_index_for_the_real_one() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        database.psql("CREATE TABLE a (id int); INSERT INTO a VALUES (1), (1)");
        assert!(database.try_psql("CREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id)").is_err());
        assert_eq!(rows_and_indexes(&database), "2|a_id false");
        database.psql("DELETE FROM a WHERE ctid = '(0,1)'");
        let migration = outside("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_id ON a (id);");
        let mut seen = Seen::default();
        apply_with(&connection, &[migration], &options(), &mut seen).await.unwrap();
        assert!(seen.0.contains(&Event::RebuildingIndex("public.a_id".to_owned())));
        assert_eq!(rows_and_indexes(&database), "1|a_id true");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unique_index_that_meets_duplicates_is_reported_and_built_when_they_are_gone() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let text = "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1);\nCREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id);";
        let error = apply(&connection, &[outside(text)]).await.unwrap_err();
        assert!(matches!(error.failure, Failure::Statement { standing: Standing::Unfinished { done: 2, of: 3 }, .. }));
        insta::allow_duplicates! { insta::assert_snapshot!(told(error), @r###"
        Failed statement.failed: failed to apply 1 outside
        at migrations/1_outside.sql:4:1 `CREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id)` (could not create unique index "a_id")
        message: could not create unique index "a_id"
        code: 23505
        detail: Key (id)=(1) is duplicated.
        state: 1 is unfinished: 2 of its 3 steps are done and stay, and the next run goes on there; nothing else was applied
        "###) }
        database.psql("DELETE FROM a WHERE ctid = '(0,1)'");
        apply(&connection, &[outside(text)]).await.unwrap();
        assert_eq!(rows_and_indexes(&database), "1|a_id true");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_step_may_be_mended_in_the_file_and_a_done_one_may_not() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let wrong = outside("CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (ident);");
    apply(&connection, &[wrong]).await.unwrap_err();
    let other = outside("CREATE TABLE a (id bigint);\nCREATE INDEX CONCURRENTLY a_id ON a (id);");
    let error = apply(&connection, &[other]).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Refused journal.changed: failed to continue 1 outside: step 1 of it has run and reads differently now
    cause: 1 of its 2 steps are done; the file has changed since they ran
    remedy: put the file back as it was when it was interrupted, and run it again
    remedy: or, where the database already is as the new file wants it: whimbrel repair --abandon 1, then baseline
    state: nothing was changed
    "###);
    let mended = outside("CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (id);");
    apply(&connection, &[mended]).await.unwrap();
    assert_eq!(rows_and_indexes(&database), "0|a_id true");
}

#[tokio::test(flavor = "multi_thread")]
async fn indexes_dropped_reindexed_and_partitions_detached_concurrently_are_taken_up_again() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let migration = outside(
            "CREATE TABLE a (id int); CREATE INDEX a_id ON a (id); CREATE INDEX a_x ON a (id);
DROP INDEX CONCURRENTLY a_id;
REINDEX INDEX CONCURRENTLY a_x;
VACUUM a;",
        );
        left_behind(&connection, &database, &migration, 3, true).await;
        database.psql("DROP INDEX a_id");
        apply(&connection, std::slice::from_ref(&migration)).await.unwrap();
        assert_eq!(rows_and_indexes(&database), "0|a_x true");

        let database = shared(version).database();
        let connection = connect(database.url()).await;
        left_behind(&connection, &database, &migration, 4, true).await;
        database.psql(
            "CREATE INDEX a_x_ccnew ON a (id); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'a_x_ccnew'::regclass",
        );
        apply(&connection, &[migration]).await.unwrap();
        assert_eq!(rows_and_indexes(&database), "0|a_x true");
    }
    let database = shared(18).database();
    let connection = connect(database.url()).await;
    let migration = outside(
        "CREATE TABLE m (id int) PARTITION BY LIST (id);
CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);
ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY;",
    );
    left_behind(&connection, &database, &migration, 2, true).await;
    database.psql("UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'm1'::regclass");
    apply(&connection, &[migration]).await.unwrap();
    assert_eq!(database.psql("SELECT count(*) FROM pg_inherits"), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_nothing_tells_about_is_in_doubt_until_a_person_says() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    database.psql("CREATE TABLE calls (n int); CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO calls VALUES (1); COMMIT; INSERT INTO calls VALUES (2); END $$");
    let migration = outside("CREATE TABLE a (id int);\nCALL p();\nCREATE TABLE b (id int);");
    left_behind(&connection, &database, &migration, 1, true).await;
    let error = apply(&connection, std::slice::from_ref(&migration)).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Refused journal.in_doubt: failed to continue 1 outside: whether step 2 of 3 was done is not known
    at migrations/1_outside.sql:3:1 `CALL p()` (begun, and nothing tells whether it ended)
    cause: the run before ended while this statement was running outside a transaction
    remedy: look at the database; if it was done: whimbrel repair --step-done 1
    remedy: if it was not, or may run again: whimbrel repair --step-undone 1
    state: nothing was changed
    "###);
    record::step_undone(&connection, &migration.version, &options(), &mut ()).await.unwrap();
    apply(&connection, &[migration]).await.unwrap();
    assert_eq!(database.psql("SELECT string_agg(n::text, ' ') FROM calls"), "1 2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_said_to_be_done_is_not_run() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migration = outside("CREATE TABLE a (id int);\nVACUUM a;\nCREATE TABLE b (id int);");
    left_behind(&connection, &database, &migration, 1, true).await;
    record::step_done(&connection, &migration.version, &options(), &mut ()).await.unwrap();
    let runs = apply(&connection, &[migration]).await.unwrap();
    assert_eq!(runs[0].statements.iter().map(|s| s.verb.as_str()).collect::<Vec<_>>(), ["CREATE TABLE"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_done_steps_are_made_again() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migration = outside("CREATE SCHEMA app;\nSET search_path = app;\nCREATE TABLE a (id int);\nVACUUM a;");
    left_behind(&connection, &database, &migration, 2, false).await;
    apply(&connection, &[migration, migration_after()]).await.unwrap();
    assert_eq!(database.psql("SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY 1) FROM pg_tables WHERE tablename IN ('a', 'z')"), "app.a public.z");
}

fn migration_after() -> Migration {
    migration("2_after.sql", "-- migrate:up\nCREATE TABLE z (id int);")
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_between_begin_and_commit_are_done_whole() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let text = "CREATE TABLE a (id int);
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO a VALUES (1);
INSERT INTO a SELECT 1 / (SELECT count(*) FROM a WHERE id = 99);
COMMIT;";
    let error = apply(&connection, &[outside(text)]).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.failed: failed to apply 1 outside
    at migrations/1_outside.sql:5:1 `INSERT INTO a SELECT 1 / (SELECT count(*) FROM a WHERE id = 99)` (division by zero)
    message: division by zero
    code: 22012
    state: 1 is unfinished: 1 of its 2 steps are done and stay, and the next run goes on there; nothing else was applied
    "###);
    assert_eq!(database.psql("SELECT count(*) FROM a"), "0");
    assert_eq!(database.psql("SELECT string_agg(step || state, ' ') FROM whimbrel.journal"), "0done");
}

#[tokio::test(flavor = "multi_thread")]
async fn checks_that_fail_after_the_last_step_leave_it_unfinished_until_they_hold() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migration = migration(
        "1_m.sql",
        "-- migrate:up transaction:false\nCREATE TABLE a (id int);\nVACUUM a;\n-- migrate:verify\nSELECT count(*) = 1 FROM a;\n",
    );
    let error = apply(&connection, std::slice::from_ref(&migration)).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    NotVerified verify.failed: failed to verify 1 m: SELECT count(*) = 1 FROM a
    at migrations/1_m.sql:5:1 `SELECT count(*) = 1 FROM a` (false)
    remedy: correct the migration or the data it meets, and run it again
    state: 1 is unfinished: 2 of its 2 steps are done and stay, and the next run goes on there; nothing else was applied
    "###);
    database.psql("INSERT INTO a VALUES (1)");
    let runs = apply(&connection, &[migration]).await.unwrap();
    assert_eq!((runs[0].resumed_after, runs[0].checks.len()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_build_is_cancelled_and_built_again_by_the_next_run() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    database.psql("CREATE TABLE a (id int)");
    let other = connect(database.url()).await;
    // A transaction that has written to the table keeps the build waiting.
    postgres(&other).run("BEGIN; INSERT INTO a VALUES (1)").await.unwrap();
    let migration = outside("CREATE INDEX CONCURRENTLY a_id ON a (id);");
    let options = RunOptions { interrupt: whimbrel_run::Interrupt::default(), ..options() };
    let stop = async {
        let third = connect(database.url()).await;
        let building = "SELECT EXISTS (SELECT FROM pg_index WHERE indrelid = 'a'::regclass)";
        while postgres(&third).run(building).await.unwrap()[0].rows[0][0].as_deref() != Some("t") {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        options.interrupt.trigger();
    };
    let mut seen = Seen::default();
    let (result, ()) =
        tokio::join!(apply_with(&connection, std::slice::from_ref(&migration), &options, &mut seen), stop);
    insta::assert_snapshot!(told(result.unwrap_err()), @r###"
    Interrupted run.interrupted: interrupted while it was to apply 1 outside
    state: 1 is unfinished: 0 of its 1 steps are done and stay, and the next run goes on there; nothing else was applied
    "###);
    assert_eq!(rows_and_indexes(&database), "0|a_id false");
    postgres(&other).run("COMMIT").await.unwrap();
    apply(&connection, &[migration]).await.unwrap();
    assert_eq!(rows_and_indexes(&database), "1|a_id true");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_crashes_during_a_build_comes_back_to_a_run_that_goes_on() {
    let server = OwnServer::start(15, &[], &[]);
    let database = server.database();
    let connection = connect(database.url()).await;
    database.psql("CREATE TABLE a (id int)");
    let other = connect(database.url()).await;
    postgres(&other).run("BEGIN; INSERT INTO a VALUES (1)").await.unwrap();
    let migration = outside("CREATE TABLE b (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (id);");
    let crash = async {
        until_async(&database, "SELECT EXISTS (SELECT FROM pg_index WHERE indrelid = 'a'::regclass)").await;
        server.crash();
    };
    let (result, ()) = tokio::join!(apply(&connection, std::slice::from_ref(&migration)), crash);
    insta::assert_snapshot!(told(result.unwrap_err()), @r###"
    Failed connection.lost: failed to apply 1 outside
    at migrations/1_outside.sql:3:1 `CREATE INDEX CONCURRENTLY a_id ON a (id)` (connection closed)
    message: connection closed
    code: 08006
    remedy: whimbrel status
    state: whether 1 and what was sent after it was applied is not known until the history can be read; nothing else was applied
    "###);
    server.start_again();
    let connection = connect(database.url()).await;
    apply(&connection, &[migration]).await.unwrap();
    assert_eq!(rows_and_indexes(&database), "0|a_id true");
}

async fn until_async(database: &Database, sql: &str) {
    let third = connect(database.url()).await;
    while postgres(&third).run(sql).await.unwrap()[0].rows[0][0].as_deref() != Some("t") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_back_outside_a_transaction_is_journaled_too() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migration = migration(
        "1_m.sql",
        "-- migrate:up\nCREATE TABLE a (id int); CREATE INDEX a_id ON a (id);\n\
         -- migrate:down transaction:false\nDROP INDEX CONCURRENTLY a_id;\nDROP TABLE a;\n",
    );
    apply(&connection, &[migration]).await.unwrap();
    assert_eq!(revert_all(&connection, Engine::Postgres).await.unwrap()[0].statements.len(), 2);
    assert!(applied(&connection).await.is_empty());
    assert_eq!(database.psql("SELECT count(*) FROM whimbrel.journal"), "0");
}
