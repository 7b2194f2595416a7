//! The embedded PostgreSQL under the tracer: it must tell what one of the servers told, as the snapshots have it. Where it
//! tells something else, that is in a snapshot of its own.

use whimbrel_db::address::EmbeddedPlace;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::postgres::connect_embedded;
use whimbrel_db::postgres::trace::{Tracer, outside};
use whimbrel_db::{ConnectOptions, DbError, Postgres};

use whimbrel_catalog::{Catalog, LocksKnown};

use crate::case::{Case, cases, folder};
use crate::told::Told;

async fn start() -> Postgres {
    let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    let session = connect_embedded(&EmbeddedPlace::Temporary, &options).await.expect("it starts");
    // VACUUM goes by itself, as it refuses the transaction of a longer text
    let (setup, vacuum) = include_str!("setup.sql").rsplit_once("VACUUM").expect("it ends with VACUUM");
    session.run(setup).await.expect("it runs");
    session.run(&format!("VACUUM{}", vacuum.trim_end().trim_end_matches(';'))).await.expect("it runs");
    session
}

async fn traced(session: &Postgres, catalog: &Catalog, case: &Case) -> Result<Told, DbError> {
    session.run("BEGIN").await?;
    let mut tracer = Tracer::begin(session, Some((catalog.clone(), ReadOptions::default()))).await?;
    let trace = tracer.run(&case.sql, case.rows.as_deref()).await?;
    let changes = tracer.changes().await?;
    let mut told = Told::of(&trace);
    told.changes(&changes);
    trace.notices.iter().for_each(|notice| told.add("notices", notice.clone()));
    Ok(told)
}

/// What the servers told, without the line that says which.
fn told_by_servers(case: &Case) -> Vec<String> {
    let snapshot = folder("cases").join(format!("{}.snap", case.name));
    let text = std::fs::read_to_string(snapshot).expect("it can be read");
    let mut groups: Vec<String> = Vec::new();
    for line in text.splitn(3, "---\n").last().expect("a snapshot has a head").lines() {
        match groups.last_mut() {
            _ if line.starts_with("PostgreSQL ") => groups.push(String::new()),
            Some(group) => *group += &format!("{line}\n"),
            None => {}
        }
    }
    groups
}

#[tokio::test]
async fn the_embedded_one_tells_what_servers_tell() {
    let mut session = start().await;
    let catalog = read(&session, &ReadOptions::default()).await.expect("it can be read");
    let mut differs = String::new();
    for case in cases(&folder("cases")).iter().filter(|case| case.runs_on(17)) {
        let told = match traced(&session, &catalog, case).await {
            Ok(told) => told.text(),
            Err(error) => format!("  {}\n", error.message),
        };
        if session.run("ROLLBACK").await.is_err() {
            // after some errors it cannot end its transaction
            session.close().await;
            session = start().await;
        }
        if !told_by_servers(case).contains(&told) {
            differs += &format!("{}\n{told}", case.name);
        }
    }
    insta::assert_snapshot!("embedded_differs", differs);
}

#[tokio::test]
async fn the_embedded_one_does_not_claim_to_know_locks_outside_a_transaction() {
    let session = start().await;
    let trace = outside(&session, "VACUUM FULL orders").await.expect("it runs");
    assert!(matches!(trace.locks_known, LocksKnown::NotAll(_)), "{trace:?}");
    assert_eq!(trace.rewritten.len(), 1);
}
