//! `IF NOT EXISTS` over something that exists.

use whimbrel_testing::{shared, versions};

use crate::support::*;

const CHATS: &str = "CREATE TABLE IF NOT EXISTS chats (id int PRIMARY KEY, title varchar(255) NOT NULL);
CREATE INDEX IF NOT EXISTS chats_title ON chats (title);";

#[tokio::test(flavor = "multi_thread")]
async fn the_same_shape_is_fine_and_said() {
    for version in versions() {
        let database = shared(version).database();
        database.psql("CREATE TABLE chats (id int PRIMARY KEY, title varchar(255) NOT NULL)");
        // Notices that a role keeps back must not hide that something was skipped.
        database.psql(&format!("ALTER DATABASE {} SET client_min_messages = error", database.name()));
        let connection = connect(database.url()).await;
        let runs = apply(&connection, &ups(&[CHATS, "CREATE TABLE after_it ();"])).await.unwrap();
        assert_eq!(runs[0].notices, ["line 2: table chats exists already, and is what is asked for"]);
        assert_eq!(runs.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_shape_is_refused_with_the_difference() {
    for version in versions() {
        let database = shared(version).database();
        database.psql("CREATE TABLE chats (id int PRIMARY KEY, title text)");
        let connection = connect(database.url()).await;
        let error = apply(&connection, &ups(&[CHATS, "CREATE TABLE after_it ();"])).await.unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!(told(error), @r###"
        Failed statement.other_shape: failed to apply 1 m1: table chats exists already, but is not what the migration creates
        at migrations/1_m1.sql:2:1 `CREATE TABLE IF NOT EXISTS chats (id int PRIMARY KEY, title varchar(255) NOT NULL)` (IF NOT EXISTS would leave it as it is)
        cause: column chats.title: type wanted character varying(255), found text
        column chats.title: not null wanted yes, found no
        remedy: bring what exists into this shape in a migration of its own, or drop it first
        state: 1 was rolled back; nothing else was applied
        "###) }
        assert_eq!(database.psql("SELECT to_regclass('chats_title') IS NULL AND to_regclass('after_it') IS NULL"), "t");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_was_asked_for_and_what_is_altered_next_are_accepted() {
    let database = shared(15).database();
    database.psql(
        "CREATE TABLE chats (id int PRIMARY KEY, title varchar(255) NOT NULL, extra int); CREATE TABLE t (id int)",
    );
    let connection = connect(database.url()).await;
    let migrations = ups(&[
        CHATS,
        "CREATE TABLE IF NOT EXISTS t (id int, n int); ALTER TABLE t ADD COLUMN IF NOT EXISTS n bigint;",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS n bigint;",
    ]);
    let runs = apply(&connection, &migrations).await.unwrap();
    insta::assert_debug_snapshot!(runs.iter().map(|run| &run.notices).collect::<Vec<_>>(), @r###"
    [
        [
            "line 2: table chats exists already, and differs: column chats.extra was not asked for: integer",
        ],
        [
            "line 2: table t exists already, and differs: column t.n: type wanted integer, found bigint",
        ],
        [
            "line 2: a column of t exists already, and is what is asked for",
        ],
    ]
    "###);
    let other = migration("9_n.sql", "-- migrate:up\nALTER TABLE t ADD COLUMN IF NOT EXISTS n text;");
    let error = apply(&connection, &[other]).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.other_shape: failed to apply 9 n: a column of t exists already, but is not what the migration creates
    at migrations/9_n.sql:2:1 `ALTER TABLE t ADD COLUMN IF NOT EXISTS n text` (IF NOT EXISTS would leave it as it is)
    cause: column t.n: type wanted text, found bigint
    remedy: bring what exists into this shape in a migration of its own, or drop it first
    state: 9 was rolled back; nothing else was applied
    "###);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_exists_otherwise_is_refused_outside_a_transaction_too() {
    let database = shared(15).database();
    database.psql("CREATE TABLE t (a int, b int); CREATE INDEX i ON t (b)");
    let connection = connect(database.url()).await;
    let text = "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);";
    let error = apply(&connection, &[migration("1_i.sql", text)]).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.other_shape: failed to apply 1 i: index i exists already, but is not what the migration creates
    at migrations/1_i.sql:2:1 `CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)` (IF NOT EXISTS would leave it as it is)
    cause: index i: keys wanted a, found b
    remedy: bring what exists into this shape in a migration of its own, or drop it first
    state: 1 is unfinished: 0 of its 1 steps are done and stay, and the next run goes on there; nothing else was applied
    "###);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_index_is_not_what_is_asked_for_inside_a_transaction_either() {
    let database = shared(15).database();
    database.psql("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
    assert!(database.try_psql("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)").is_err());
    let connection = connect(database.url()).await;
    let error = apply(&connection, &ups(&["CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a);"])).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.other_shape: failed to apply 1 m1: index i exists already, but is not what the migration creates
    at migrations/1_m1.sql:2:1 `CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)` (IF NOT EXISTS would leave it as it is)
    cause: index i: valid wanted yes, found no
    remedy: bring what exists into this shape in a migration of its own, or drop it first
    state: 1 was rolled back; nothing else was applied
    "###);
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_compares_too() {
    let folder = tempfile::tempdir().unwrap();
    let connection = connect(&format!("sqlite:{}", folder.path().join("app.db").display())).await;
    apply(&connection, &ups(&["CREATE TABLE chats (id int PRIMARY KEY, title text);"])).await.unwrap();
    let again = migration("2_again.sql", &format!("-- migrate:up\n{CHATS}"));
    let error = apply(&connection, &[again]).await.unwrap_err();
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.other_shape: failed to apply 2 again: table chats exists already, but is not what the migration creates
    at migrations/2_again.sql:2:1 `CREATE TABLE IF NOT EXISTS chats (id int PRIMARY KEY, title varchar(255) NOT NULL)` (IF NOT EXISTS would leave it as it is)
    cause: column chats.title: type wanted VARCHAR(255), found TEXT
    column chats.title: not null wanted yes, found no
    remedy: bring what exists into this shape in a migration of its own, or drop it first
    state: 2 was rolled back; nothing else was applied
    "###);
    let same =
        migration("3_same.sql", "-- migrate:up\nCREATE TABLE IF NOT EXISTS chats (id int PRIMARY KEY, title text);");
    let runs = apply(&connection, &[same]).await.unwrap();
    assert_eq!(runs[0].notices, ["line 2: table chats exists already, and is what is asked for"]);
}
