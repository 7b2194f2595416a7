//! Adopting a database and repairing its history.

use whimbrel_run::record;
use whimbrel_testing::shared;

use crate::support::*;

#[tokio::test(flavor = "multi_thread")]
async fn baseline_accept_and_forget_change_the_history_alone() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migrations = ups(&["CREATE TABLE a (id int);", "CREATE TABLE b (id int);"]);
    let all: Vec<_> = migrations.iter().collect();
    record::baseline(&connection, &all, &options(), &mut ()).await.unwrap();
    let history = read(&connection).await;
    assert!(history.applied.values().all(|applied| applied.baselined));
    assert_eq!(apply(&connection, &migrations).await.unwrap().len(), 0);

    let edited = migration("2_m2.sql", "-- migrate:up\nCREATE TABLE b (id bigint);");
    record::accept_edited(&connection, &edited, &options(), &mut ()).await.unwrap();
    let history = read(&connection).await;
    let event = &history.applied[&edited.version].event;
    assert_eq!(event.checksum, edited.checksum(whimbrel_source::Engine::Postgres).to_string());

    let first = history.applied[&migrations[0].version].clone();
    record::forget(&connection, &first, &options(), &mut ()).await.unwrap();
    assert_eq!(applied(&connection).await, ["2"]);
    assert_eq!(database.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_must_be_something_to_repair() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let version = whimbrel_source::Version::new("5").unwrap();
    let error = record::step_done(&connection, &version, &options(), &mut ()).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Usage repair.nothing: failed to repair: migration 5 is not unfinished
    remedy: whimbrel status
    state: nothing was changed
    "###);
}
