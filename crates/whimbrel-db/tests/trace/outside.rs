//! Statements that cannot run in a transaction block. What the watching sessions have seen is held to what others see of
//! the same statement when a writer keeps it waiting, and to what can be told of it where it runs without CONCURRENTLY.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use whimbrel_catalog::{Lock, LockMode, LocksKnown};
use whimbrel_db::Postgres;
use whimbrel_db::postgres::trace::{Concurrently, Tracer, as_written, outside};
use whimbrel_source::{Engine, Kind};
use whimbrel_testing::{Database, schema_versions, shared};

use crate::case::{Case, cases, folder};
use crate::observer::{classes, connect, locks, rows};
use crate::told::Told;

/// A database of its own, since what runs outside a transaction stays.
fn stage(version: u32) -> Database {
    let database = shared(version).database();
    database.psql(include_str!("setup.sql"));
    database
}

async fn traced(version: u32, case: &Case) -> (Told, Vec<Lock>) {
    let database = stage(version);
    let session = connect(database.url()).await;
    let trace = outside(&session, &case.sql).await;
    let trace = trace.unwrap_or_else(|error| panic!("{} on {version}: {error:?}", case.name));
    assert_eq!(trace.locks_known, LocksKnown::Watched, "{}", case.name);
    let level = rows(&session, "SHOW client_min_messages").await;
    assert_eq!(level, [["notice"]], "the session is as it was");
    let mut told = Told::of(&trace);
    trace.notices.iter().for_each(|notice| told.add("notices", notice.clone()));
    (told, trace.locks)
}

/// The strongest of what another session sees of it while a writer of every table keeps it waiting, if it waits.
async fn seen_by_others(version: u32, case: &Case) -> Told {
    let database = stage(version);
    let (writer, observer) = (connect(database.url()).await, connect(database.url()).await);
    let classes = classes(&observer).await;
    writer.run("BEGIN").await.expect("no transaction is open");
    for class in classes.values().filter(|class| matches!(class.kind.as_str(), "r" | "p")) {
        writer.run(&format!("DELETE FROM ONLY {} WHERE false", class.sql)).await.expect("it can be written to");
    }
    let session = Arc::new(connect(database.url()).await);
    let (running, sql) = (Arc::clone(&session), case.sql.clone());
    let statement = tokio::spawn(async move { running.run(&sql).await });
    let mut told = Told::default();
    while !statement.is_finished() {
        if waits(&observer, session.pid()).await {
            locks(&observer, &classes, session.pid(), &mut told).await;
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    writer.run("ROLLBACK").await.expect("it ends");
    statement.await.expect("it does not panic").expect("it runs");
    told
}

async fn waits(observer: &Postgres, pid: i32) -> bool {
    let sql = format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid} AND wait_event_type = 'Lock'");
    rows(observer, &sql).await == [["1"]]
}

/// What the statement locks according to its trace without CONCURRENTLY.
async fn recorded(version: u32, case: &Case) -> Option<Vec<Lock>> {
    let written = Concurrently::of(&Kind::of(&case.sql, Engine::Postgres))?;
    let database = stage(version);
    let session = connect(database.url()).await;
    session.run("BEGIN").await.expect("no transaction is open");
    let mut tracer = Tracer::begin(&session, None).await.expect("it begins");
    let trace = tracer.run(&case.sql.replace("CONCURRENTLY", ""), None).await.expect("it runs");
    let trace = as_written(trace, &written);
    assert_eq!(trace.locks_known, LocksKnown::Recorded);
    Some(trace.locks)
}

/// Those that make others wait than VACUUM and its like.
fn strong(locks: &[Lock]) -> Vec<Lock> {
    locks.iter().filter(|lock| lock.mode >= LockMode::ShareUpdateExclusive).cloned().collect()
}

#[tokio::test]
async fn what_runs_outside_a_transaction_is_watched() {
    let mut wrong = Vec::new();
    for case in cases(&folder("outside")) {
        let versions: Vec<_> = schema_versions().into_iter().filter(|version| case.runs_on(*version)).collect();
        let results = join_all(versions.iter().map(async |version| {
            (traced(*version, &case).await, seen_by_others(*version, &case).await, recorded(*version, &case).await)
        }));
        let mut groups = Vec::new();
        for (version, ((told, locks), seen, recorded)) in versions.iter().zip(results.await) {
            if !told.includes(&seen) {
                wrong.push(format!("{} on {version}: others see\n{}", case.name, seen.text()));
            }
            if let Some(recorded) = recorded.filter(|recorded| strong(recorded) != strong(&locks)) {
                wrong.push(format!("{} on {version}: recorded {:?}", case.name, strong(&recorded)));
            }
            groups.push((*version, told));
        }
        crate::snapshot("outside", &case, groups);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
