//! Where the history is and what it says.

use whimbrel_plan::{Event, HistoryEventKind};
use whimbrel_run::{Failure, history};
use whimbrel_source::Engine;
use whimbrel_testing::{Database, shared, versions};

use crate::support::*;

/// A role of the test's own that may log in, and the URL for it.
fn role(database: &Database, grants: &str) -> (String, String) {
    let role = format!("app_{}", database.name());
    database.psql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'heron'; {}", grants.replace("{role}", &role)));
    let url = format!("postgres://{role}:heron@127.0.0.1:{}/{}", database.server().port(), database.name());
    (role, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_creates_nothing() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        assert!(!read(&connection).await.exists);
        assert_eq!(database.psql("SELECT count(*) FROM pg_namespace WHERE nspname = 'whimbrel'"), "0");
        assert_eq!(postgres(&connection).run("SELECT txid_current_if_assigned() IS NULL").await.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_tells_who_did_what_and_how_to_take_it_back() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let text = "-- Stores \\ things.\n\n-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a; -- it's \\ gone\n";
        let migrations = [migration("0007_a.sql", text)];
        let options = whimbrel_run::RunOptions { revision: Some("abc123".to_owned()), ..options() };
        apply_with(&connection, &migrations, &options, &mut Seen::default()).await.unwrap();
        let history = read(&connection).await;
        let event = &history.applied[&migrations[0].version].event;
        assert_eq!(event.kind, HistoryEventKind::Applied);
        assert_eq!((event.version.as_str(), event.name.as_str()), ("0007", "a"));
        assert_eq!(event.description.as_deref(), Some("Stores \\ things."));
        assert_eq!(event.actor, "postgres (mira@web-1)");
        assert_eq!(event.revision.as_deref(), Some("abc123"));
        assert_eq!(event.checksum, migrations[0].checksum(Engine::Postgres).to_string());
        let age = jiff::Timestamp::now().duration_since(event.at).as_secs();
        assert!((-60..600).contains(&age), "{}", event.at);
        let downs = history::downs(&connection, "whimbrel", &[migrations[0].version.clone()]).await.unwrap();
        assert_eq!(downs[&migrations[0].version].text.as_deref(), Some("DROP TABLE a; -- it's \\ gone\n"));

        let runs = revert_all(&connection, Engine::Postgres).await.unwrap();
        assert_eq!(runs.len(), 1);
        assert_eq!(database.psql("SELECT to_regclass('a') IS NULL"), "t");
        assert_eq!(database.psql("SELECT string_agg(kind, ' ' ORDER BY id) FROM whimbrel.history"), "applied reverted");
        assert!(read(&connection).await.applied.is_empty());
        assert_eq!(apply(&connection, &migrations).await.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_not_create_a_schema_keeps_it_among_its_tables() {
    for version in versions() {
        let database = shared(version).database();
        let (role, url) = role(&database, "GRANT CREATE, USAGE ON SCHEMA public TO {role}");
        let connection = connect(&url).await;
        let migrations = ups(&["CREATE TABLE a (id int);", "CREATE TABLE b (id int);"]);
        let mut seen = Seen::default();
        apply_with(&connection, &migrations[..1], &options(), &mut seen).await.unwrap();
        let told = seen.0.iter().find_map(|event| match event {
            Event::HistoryFallback(text) => Some(text.replace(&role, "app").replace(database.name(), "shop")),
            _ => None,
        });
        insta::allow_duplicates! { insta::assert_snapshot!(told.unwrap(), @r###"
        the role app may not create the schema whimbrel: the history goes into public.whimbrel_history; to have a schema of its own instead, run `GRANT CREATE ON DATABASE "shop" TO "app"` before the first apply
        "###) }
        let mut seen = Seen::default();
        apply_with(&connection, &migrations, &options(), &mut seen).await.unwrap();
        assert!(!seen.0.iter().any(|event| matches!(event, Event::HistoryFallback(_))), "said once");
        assert_eq!(database.psql("SELECT string_agg(version, ' ') FROM public.whimbrel_history"), "1 2");
        drop(connection);
        database.psql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_create_nothing_is_told_what_to_grant() {
    let database = shared(15).database();
    let (role, url) = role(&database, "SELECT");
    let connection = connect(&url).await;
    let error = apply(&connection, &ups(&["CREATE TABLE a (id int);"])).await.unwrap_err();
    insta::assert_snapshot!(told(error).replace(&role, "app").replace(database.name(), "shop"), @r###"
    Failed history.no_place: failed to create the history: the role app may create neither schema whimbrel nor a table
    cause: since PostgreSQL 15 only a database's owner may create tables in its schema public
    remedy: as its owner: GRANT CREATE ON SCHEMA public TO app;
    remedy: or, for a schema of its own: GRANT CREATE ON DATABASE shop TO app;
    state: nothing was changed
    "###);
    drop(connection);
    database.psql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_of_another_role_that_may_not_be_read_is_not_taken_for_none() {
    let database = shared(15).database();
    let owner = connect(database.url()).await;
    apply(&owner, &ups(&["CREATE TABLE a (id int);"])).await.unwrap();
    let (role, url) = role(&database, "SELECT");
    let connection = connect(&url).await;
    let error = history::read(&connection, "whimbrel").await.unwrap_err();
    insta::assert_snapshot!(told(error).replace(&role, "app"), @r###"
    Failed history.unreadable: failed to read the history: the role app has no access to its tables in schema whimbrel
    cause: the role postgres created the history
    remedy: as postgres, to let app apply: GRANT USAGE ON SCHEMA whimbrel TO app; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA whimbrel TO app;
    remedy: or connect as postgres
    state: nothing was changed
    "###);
    drop(connection);
    database.psql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_history_is_refused_and_nothing_is_touched() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migrations = ups(&["CREATE TABLE a (id int);", "CREATE TABLE b (id int);"]);
    apply(&connection, &migrations[..1]).await.unwrap();
    database.psql("UPDATE whimbrel.meta SET version = 3; ALTER TABLE whimbrel.history RENAME COLUMN detail TO details");
    let before = database.pg_dump();
    let error = apply(&connection, &migrations).await.unwrap_err();
    assert!(matches!(error.failure, Failure::HistoryNewer { found: 3, known: 1 }));
    insta::assert_snapshot!(told(error), @r###"
    Usage history.newer: failed to read the history: it is of version 3, and this Whimbrel knows 1
    cause: a newer Whimbrel has worked on this database
    remedy: upgrade Whimbrel to the version that wrote it, or a newer one
    state: nothing was changed
    "###);
    assert_eq!(database.pg_dump(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_history_is_brought_up_to_date_first() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    // Version 0 is a history with nothing in it but its version: what every creation starts from.
    database.psql(
        "CREATE SCHEMA whimbrel;
         CREATE TABLE whimbrel.meta (version integer NOT NULL);
         INSERT INTO whimbrel.meta VALUES (0)",
    );
    let migrations = ups(&["CREATE TABLE a (id int);"]);
    let mut seen = Seen::default();
    whimbrel_run::record::baseline(&connection, &[&migrations[0]], &options(), &mut seen).await.unwrap();
    assert!(seen.0.contains(&Event::HistoryUpgraded { from: 0, to: 1 }));
    assert_eq!(database.psql("SELECT version FROM whimbrel.meta"), "1");
    assert_eq!(applied(&connection).await, ["1"]);
}
