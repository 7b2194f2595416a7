//! Several statements under one tracer: what one leaves is what the next begins with.

use whimbrel_catalog::Trace;
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::postgres::trace::Tracer;
use whimbrel_testing::{schema_versions, shared};

use crate::observer::connect;
use crate::told::Told;

async fn told(tracer: &mut Tracer<'_>, sql: &str) -> String {
    let trace: Trace = tracer.run(sql, None).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
    Told::of(&trace).text()
}

const LOCKED: &str =
    "  locks      ACCESS EXCLUSIVE on table orders\n  waits      readers and writers of table orders\n";

async fn check(session: &Postgres) {
    session.run("BEGIN").await.expect("no transaction is open");
    let mut tracer = Tracer::begin(session, None).await.expect("it begins");
    assert_eq!(told(&mut tracer, "SAVEPOINT one").await, "  nothing\n");
    assert_eq!(told(&mut tracer, "ALTER TABLE orders ADD COLUMN a text").await, LOCKED);
    assert_eq!(told(&mut tracer, "ALTER TABLE orders ADD COLUMN b text").await, "  nothing\n", "it is held already");
    assert_eq!(told(&mut tracer, "ROLLBACK TO one").await, "  nothing\n");
    assert_eq!(told(&mut tracer, "ALTER TABLE orders ADD COLUMN c text").await, LOCKED, "it was let go");
    assert_eq!(told(&mut tracer, "DEALLOCATE ALL").await, "  nothing\n");

    // what the transaction makes is its own
    assert_eq!(told(&mut tracer, "CREATE TABLE own (id integer)").await, "  nothing\n");
    assert_eq!(told(&mut tracer, "INSERT INTO own VALUES (1), (2)").await, "  written    table own: 2 inserted\n");
    assert_eq!(told(&mut tracer, "CREATE INDEX own_id ON own (id)").await, "  nothing\n");
    assert_eq!(told(&mut tracer, "ALTER TABLE own ALTER COLUMN id TYPE bigint").await, "  nothing\n");

    assert_eq!(told(&mut tracer, "ALTER SCHEMA staging RENAME TO intake").await, "  nothing\n");
    let dropped = told(&mut tracer, "DROP TABLE intake.imports").await;
    assert!(dropped.contains("ACCESS EXCLUSIVE on table intake.imports"), "{dropped}");
    session.run("COMMIT").await.expect("it ends");

    // and the next transaction's to lock
    session.run("BEGIN").await.expect("no transaction is open");
    let mut tracer = tracer.next().await.expect("it begins");
    let built = told(&mut tracer, "CREATE INDEX own_too ON own (id)").await;
    assert_eq!(
        built,
        "  locks      SHARE on table own\n  waits      writers of table own\n  scanned    table own\n  built      index own_too\n"
    );
    assert_eq!(told(&mut tracer, "ALTER TABLE orders DROP COLUMN c").await, LOCKED);
    session.run("COMMIT").await.expect("it ends");

    session.run("BEGIN").await.expect("no transaction is open");
    let mut tracer = tracer.next().await.expect("it begins");
    let written = told(&mut tracer, "INSERT INTO own VALUES (3)").await;
    assert!(written.ends_with("  written    table own: 1 inserted\n"), "{written}");
    assert_eq!(
        told(&mut tracer, "DROP INDEX own_too").await.lines().next(),
        Some("  locks      ACCESS EXCLUSIVE on index own_too")
    );
    session.run("COMMIT").await.expect("it ends");
}

/// Nothing would seem to be read, written or changed.
#[tokio::test]
async fn a_server_that_does_not_count_is_not_believed() {
    let database = shared(15).database();
    let session = connect(database.url()).await;
    session.run("SET track_counts = off; BEGIN").await.expect("a superuser may");
    let error = Tracer::begin(&session, None).await.err().expect("it does not begin");
    assert_eq!(error.message, "this server does not count what is read and written: track_counts is off");
    assert!(error.hint.is_some_and(|hint| hint.contains("ALTER SYSTEM SET track_counts = on")));
}

#[tokio::test]
async fn statements_are_told_apart() {
    for version in schema_versions() {
        let database = shared(version).database();
        database.psql(include_str!("setup.sql"));
        let session = connect(database.url()).await;
        check(&session).await;
    }
}

#[tokio::test]
async fn changes_are_those_since_they_were_last_asked_for() {
    let database = shared(15).database();
    database.psql(include_str!("setup.sql"));
    let session = connect(database.url()).await;
    let options = ReadOptions::default();
    let catalog = read(&session, &options).await.expect("it can be read");
    session.run("BEGIN").await.expect("no transaction is open");
    let mut tracer = Tracer::begin(&session, Some((catalog, options.clone()))).await.expect("it begins");
    tracer.run("ALTER TABLE orders ADD COLUMN a text", None).await.expect("it runs");
    tracer.run("UPDATE orders SET a = 'x'", None).await.expect("it runs");
    assert_eq!(tracer.changes().await.expect("it can be read").len(), 1);
    assert_eq!(tracer.changes().await.expect("it can be read"), []);
    tracer.run("ALTER TABLE orders ADD COLUMN b text", None).await.expect("it runs");
    session.run("COMMIT").await.expect("it ends");

    session.run("BEGIN").await.expect("no transaction is open");
    let mut tracer = tracer.next().await.expect("it begins");
    let changes = tracer.changes().await.expect("it can be read");
    assert_eq!(changes.iter().map(|change| change.object.name.as_str()).collect::<Vec<_>>(), ["b"]);
    let error = tracer.run("ALTER TABLE missing ADD COLUMN b text", None).await.expect_err("there is none");
    assert_eq!(error.code, "42P01");
    session.run("ROLLBACK").await.expect("it ends");
    assert!(tracer.into_catalog().is_some());
}
