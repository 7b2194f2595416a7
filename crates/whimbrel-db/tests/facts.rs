//! Facts of a target on real servers, as a superuser and as a role that may only read.

use std::path::Path;

use whimbrel_catalog::Name;
use whimbrel_db::address::Surroundings;
use whimbrel_db::postgres::facts::{TableFacts, server, tables};
use whimbrel_db::{Address, ConnectOptions, Connection, Postgres};
use whimbrel_testing::{Database, OwnServer, shared, versions};

async fn connect(url: &str) -> Postgres {
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    let address = Address::parse(url, around).expect("the test server's URL");
    let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    match whimbrel_db::connect(&address, &options).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}

const SCHEMA: &str = "
    CREATE TABLE users (id integer PRIMARY KEY, name text);
    INSERT INTO users SELECT i, repeat('x', 50) FROM generate_series(1, 5000) i;
    CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users, body text);
    CREATE INDEX ON posts (user_id);
    CREATE VIEW names AS SELECT name FROM users;
    CREATE MATERIALIZED VIEW counts AS SELECT count(*) FROM users;
    CREATE TABLE events (id integer, at date) PARTITION BY RANGE (at);
    CREATE INDEX ON events (id);
    CREATE TABLE events_a PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    CREATE TABLE events_b PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    INSERT INTO events SELECT i, date '2024-06-01' + i % 500 FROM generate_series(1, 2000) i;
    CREATE TABLE nothing_yet (id integer) PARTITION BY LIST (id);";

fn of<'f>(facts: &'f [TableFacts], name: &str) -> &'f TableFacts {
    facts.iter().find(|facts| facts.table.name == name).unwrap_or_else(|| panic!("{name} is there"))
}

async fn check_tables(session: &Postgres) {
    let facts = tables(session, None).await.expect("they can be read");
    let names: Vec<_> = facts.iter().map(|facts| facts.table.name.as_str()).collect();
    assert_eq!(names, ["counts", "events", "events_a", "events_b", "nothing_yet", "posts", "users"]);
    let users = of(&facts, "users");
    assert_eq!((users.rows, users.indexes, users.referencing, users.views), (Some(5000), 1, 1, 2));
    assert_eq!(users.total_bytes, users.table_bytes + users.index_bytes);
    assert!(users.table_bytes > 5000 * 50 && users.index_bytes > 0, "{users:?}");
    let posts = of(&facts, "posts");
    assert_eq!((posts.rows, posts.indexes, posts.referencing, posts.views), (Some(0), 2, 0, 0));
    let (events, a, b) = (of(&facts, "events"), of(&facts, "events_a"), of(&facts, "events_b"));
    assert_eq!((events.rows, events.indexes), (Some(2000), 1));
    assert_eq!(events.total_bytes, a.total_bytes + b.total_bytes);
    assert_eq!(of(&facts, "nothing_yet").rows, Some(0));

    let only = [Name::in_schema("public", "posts"), Name::in_schema("public", "missing")];
    assert_eq!(tables(session, Some(&only)).await.expect("they can be read"), std::slice::from_ref(posts));
    assert_eq!(tables(session, Some(&[])).await.expect("they can be read"), []);
}

fn filled(version: u32) -> Database {
    let database = shared(version).database();
    database.psql(SCHEMA);
    database.psql("ANALYZE");
    database
}

#[tokio::test]
async fn tables_are_measured_on_every_version() {
    for version in versions() {
        let database = filled(version);
        let session = connect(database.url()).await;
        check_tables(&session).await;
        session.run("SET default_transaction_read_only = on").await.expect("it can be set");
        check_tables(&session).await;
    }
}

#[tokio::test]
async fn rows_that_nobody_has_counted_are_not_known() {
    for version in versions() {
        let database = shared(version).database();
        let session = connect(database.url()).await;
        // in the transaction that made them, before any statistics are sent
        session
            .run("BEGIN; CREATE TABLE t (id integer); INSERT INTO t VALUES (1); CREATE TABLE u (id integer)")
            .await
            .expect("it runs");
        let facts = tables(&session, None).await.expect("they can be read");
        assert_eq!((of(&facts, "t").rows, of(&facts, "u").rows), (None, Some(0)));
    }
}

#[tokio::test]
async fn open_transactions_are_told_without_their_values_and_hidden_ones_are_counted() {
    for version in versions() {
        let server_of_own =
            OwnServer::start(version, &[("wal_level", "logical"), ("max_prepared_transactions", "2")], &[]);
        let database = server_of_own.database();
        database.psql(
            "CREATE TABLE t (id integer);
             CREATE ROLE reader LOGIN PASSWORD 'plover';
             -- a new slot waits for transactions that are open
             SELECT pg_create_logical_replication_slot('feed', 'pgoutput');
             BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'kept';",
        );
        let busy = connect(database.url()).await;
        busy.run("BEGIN; SELECT 'sea-otter', 42").await.expect("it runs");

        let session = connect(database.url()).await;
        let facts = server(&session).await.expect("they can be read");
        assert_eq!((facts.is_standby, facts.receivers, facts.logical_slots), (false, 0, 1));
        assert_eq!((facts.time_zone.as_str(), facts.hidden_sessions), ("UTC", 0));
        let told: Vec<_> = facts.transactions.iter().map(|one| (one.pid, one.state.as_deref(), one.is_here)).collect();
        assert!(told.contains(&(None, Some("prepared"), true)), "{told:?}");
        assert!(told.contains(&(Some(busy.pid()), Some("idle in transaction"), true)), "{told:?}");
        let idle = facts.transactions.iter().find(|one| one.pid.is_some()).expect("it is there");
        assert_eq!(idle.query.as_deref(), Some("BEGIN; SELECT …, …"));

        let url = database.url().replace("postgres:sea-otter@", "reader:plover@");
        let reader = connect(&url).await;
        let facts = server(&reader).await.expect("they can be read");
        assert_eq!(facts.hidden_sessions, 2, "{facts:?}");
        assert!(facts.transactions.iter().all(|one| one.pid.is_none()), "{facts:?}");
        assert_eq!(tables(&reader, None).await.expect("they can be read").len(), 1);
        database.psql("ROLLBACK PREPARED 'kept'; SELECT pg_drop_replication_slot('feed')");
    }
}
