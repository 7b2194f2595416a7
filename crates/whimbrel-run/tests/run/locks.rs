//! The run lock, and locks of others in the way.

use std::time::{Duration, Instant};

use whimbrel_plan::Event;
use whimbrel_run::{Failure, Interrupt, RunOptions, Standing, lock};
use whimbrel_testing::{Proxy, Then, When, shared, versions};

use crate::support::*;

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_at_once_one_applies_and_the_other_is_told_who_does() {
    for version in versions() {
        let database = shared(version).database();
        let (first, second) = (connect(database.url()).await, connect(database.url()).await);
        let held = lock::acquire(&first, &options(), &mut ()).await.unwrap();
        let migrations = ups(&["CREATE TABLE a (id int);"]);
        let error = apply(&second, &migrations).await.unwrap_err();
        let Failure::Locked { holder: Some(holder), .. } = &error.failure else { panic!("{error:?}") };
        assert_eq!(holder.pid, postgres(&first).pid());
        assert_eq!(holder.application.as_deref(), Some("whimbrel test"));
        let text = told(error).replace(&holder_pid(&first), "4711").replace(", for 0 s", "").replace(", for 1 s", "");
        insta::allow_duplicates! { insta::assert_snapshot!(text, @r###"
        Locked run.locked: failed to begin: another run holds the lock on this database (waited 0 s)
        cause: the lock is held by process 4711 of postgres (whimbrel test) from 127.0.0.1: SELECT pg_catalog.pg_try_advisory_lock(1086581214957509819)
        remedy: wait until it has ended, and run again; `--lock-wait 5m` waits longer
        remedy: only if that run is dead or hangs: SELECT pg_terminate_backend(4711)
        state: nothing was changed
        "###) }

        held.release(&first, &mut ()).await;
        assert_eq!(apply(&second, &migrations).await.unwrap().len(), 1);
        assert_eq!(apply(&first, &migrations).await.unwrap().len(), 0);
    }
}

fn holder_pid(connection: &whimbrel_db::Connection) -> String {
    postgres(connection).pid().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_waits_goes_on_when_the_other_has_ended() {
    let database = shared(15).database();
    let (first, second) = (connect(database.url()).await, connect(database.url()).await);
    let held = lock::acquire(&first, &options(), &mut ()).await.unwrap();
    let migrations = ups(&["CREATE TABLE a (id int);"]);
    let patient = RunOptions { lock_wait: Duration::from_secs(60), ..options() };
    let mut seen = Seen::default();
    let waiting = apply_with(&second, &migrations, &patient, &mut seen);
    let first_run = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let plan = plan(&migrations, whimbrel_source::Engine::Postgres);
        let runs = whimbrel_run::run(&first, &plan, &options(), &mut ()).await.unwrap();
        held.release(&first, &mut ()).await;
        runs
    };
    let (second_runs, first_runs) = tokio::join!(waiting, first_run);
    assert_eq!((first_runs.len(), second_runs.unwrap().len()), (1, 0));
    assert!(matches!(&seen.0[0], Event::WaitingForRun(Some(holder)) if holder.pid == postgres(&first).pid()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_is_gone_with_a_run_that_dies() {
    let database = shared(15).database();
    let first = connect(database.url()).await;
    let held = lock::acquire(&first, &options(), &mut ()).await.unwrap();
    drop((held, first));
    let second = connect(database.url()).await;
    let patient = RunOptions { lock_wait: Duration::from_secs(60), ..options() };
    apply_with(&second, &ups(&["CREATE TABLE a ();"]), &patient, &mut Seen::default()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_locked_is_tried_again_and_its_holder_named() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        database.psql("CREATE TABLE a (id int); CREATE TABLE b (id int)");
        let other = connect(database.url()).await;
        postgres(&other).run("BEGIN; LOCK TABLE a").await.unwrap();
        let migrations = ups(&["ALTER TABLE b ADD x int;", "ALTER TABLE a ADD x int;", "ALTER TABLE b ADD y int;"]);
        let mut seen = Seen::default();
        let options = RunOptions { lock_timeout: Duration::from_secs(1), ..options() };
        let error = apply_with(&connection, &migrations, &options, &mut seen).await.unwrap_err();
        let retries = seen.0.iter().filter(|event| matches!(event, Event::Retrying { .. })).count();
        assert_eq!(retries, 2);
        let pid = postgres(&other).pid();
        assert!(seen.0.iter().any(|event| matches!(event, Event::Blocked { by, .. } if by[0].pid == pid)));
        let Failure::Statement { attempts: 3, standing: Standing::RolledBack, blockers, .. } = &error.failure else {
            panic!("{error:?}")
        };
        assert_eq!(blockers.iter().map(|holder| holder.pid).collect::<Vec<_>>(), [pid]);
        let seconds = blockers[0].since.unwrap_or_default().as_secs();
        let text = told(error).replace(&pid.to_string(), "4711").replace(&format!(", for {seconds} s"), "");
        insta::allow_duplicates! { insta::assert_snapshot!(text, @r###"
        Failed statement.failed: failed to apply 2 m2
        at migrations/2_m2.sql:2:1 `ALTER TABLE a ADD x int` (canceling statement due to lock timeout)
        message: canceling statement due to lock timeout
        code: 55P03
        cause: in its way was process 4711 of postgres (whimbrel test) from 127.0.0.1: BEGIN; LOCK TABLE a; it was tried 3 times
        remedy: run it again at a quieter time, or raise `lock_timeout` or `lock_attempts`
        remedy: end that session: SELECT pg_terminate_backend(4711)
        state: 2 was rolled back; 1 was applied and stays
        "###) }
        assert_eq!(applied(&connection).await, ["1"]);

        postgres(&other).run("COMMIT").await.unwrap();
        assert_eq!(apply(&connection, &migrations).await.unwrap().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_is_let_go_in_time_costs_a_second_attempt_only() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    database.psql("CREATE TABLE a (id int)");
    let other = connect(database.url()).await;
    postgres(&other).run("BEGIN; LOCK TABLE a").await.unwrap();
    let migrations = ups(&["ALTER TABLE a ADD x int;", "CREATE TABLE b ();"]);
    let patient = RunOptions { lock_attempts: 100, ..options() };
    let mut seen = Seen::default();
    let release = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        postgres(&other).run("COMMIT").await.unwrap();
    };
    let (runs, ()) = tokio::join!(apply_with(&connection, &migrations, &patient, &mut seen), release);
    assert_eq!(runs.unwrap().len(), 2);
    assert!(seen.0.iter().any(|event| matches!(event, Event::Retrying { attempt: 1, .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_cancels_on_the_server_rolls_back_and_keeps_what_is_committed() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let migrations = ups(&["CREATE TABLE a ();", "CREATE TABLE b (); SELECT pg_sleep(600);", "CREATE TABLE c ();"]);
        let options = RunOptions { interrupt: Interrupt::default(), ..options() };
        let started = Instant::now();
        let mut seen = Seen::default();
        let stop = async {
            let sleeping = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database())";
            let other = connect(database.url()).await;
            while postgres(&other).run(sleeping).await.unwrap()[0].rows[0][0].as_deref() != Some("t") {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            options.interrupt.trigger();
        };
        let (result, ()) = tokio::join!(apply_with(&connection, &migrations, &options, &mut seen), stop);
        let error = result.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(300), "the statement was cancelled and not waited for");
        insta::allow_duplicates! { insta::assert_snapshot!(told(error), @r###"
        Interrupted run.interrupted: interrupted while it was to apply 2 m2
        state: 2 was rolled back; 1 was applied and stays
        "###) }
        assert_eq!(applied(&connection).await, ["1"]);
        assert_eq!(database.psql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"), "0");
        assert_eq!(database.psql("SELECT to_regclass('b') IS NULL AND to_regclass('c') IS NULL"), "t");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_lost_leaves_a_beginning_of_the_run() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migrations =
        ups(&["CREATE TABLE a ();", "SELECT pg_terminate_backend(pg_backend_pid());", "CREATE TABLE c ();"]);
    let error = apply(&connection, &migrations).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed connection.lost: failed to apply 2 m2
    at migrations/2_m2.sql:2:1 `SELECT pg_terminate_backend(pg_backend_pid())` (terminating connection due to administrator command)
    message: terminating connection due to administrator command
    code: 57P01
    remedy: whimbrel status
    state: whether 2 and what was sent after it was applied is not known until the history can be read; 1 was applied and stays unless the server crashed
    "###);
    let connection = connect(database.url()).await;
    assert_eq!(applied(&connection).await, ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_failure_is_told_when_rollback_fails_too() {
    let server = shared(15);
    let to = std::net::SocketAddr::from(([127, 0, 0, 1], server.port()));
    for text in ["SELECT 1/0;", "COPY (SELECT 1) TO '/nowhere/at/all';"] {
        let migrations = ups(&["CREATE TABLE a ();", text]);
        let database = server.database();
        let proxy = Proxy::new(to).start();
        let connection = connect(&proxy.url(database.url())).await;
        let failed = told(apply(&connection, &migrations).await.unwrap_err());
        let (message, sent) = (failed.lines().nth(2).unwrap().to_owned(), proxy.frontend_messages().len());
        // The last three are ROLLBACK, the failure's row in the history, and the release of the lock.
        for n in sent - 2..=sent {
            let database = server.database();
            let proxy = Proxy::new(to).on_frontend_message(n, When::Before, || Then::Cut).start();
            let connection = connect(&proxy.url(database.url())).await;
            let error = apply(&connection, &migrations).await.unwrap_err();
            assert!(postgres(&connection).is_closed());
            let cut = told(error);
            assert!(cut.contains(&message) && cut.contains("at migrations/2_m2.sql:2:"), "cut at {n}: {cut}");
        }
    }
}
