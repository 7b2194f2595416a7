//! `requires` and `[require]` on real databases.

use std::path::Path;

use whimbrel_db::address::Surroundings;
use whimbrel_db::{Address, ConnectOptions, Connection, connect};
use whimbrel_inspect::loss::losses;
use whimbrel_inspect::requirements::{Require, VariableRule, check};
use whimbrel_source::{BoundOp, Migration, SourceFile, VersionBound};

async fn open(url: &str) -> Connection {
    let around = Surroundings { variable: &|_| None, base: Path::new("/") };
    let options = ConnectOptions { application_name: "whimbrel test".to_owned(), wait: None };
    connect(&Address::parse(url, around).unwrap(), &options).await.unwrap()
}

fn migration(version: u32, requires: &str, up: &str) -> Migration {
    let text = format!("-- migrate:requires {requires}\n-- migrate:up\n{up}\n");
    Migration::parse(SourceFile::new(format!("{version}_a.sql"), text)).unwrap()
}

async fn unmet(connection: &Connection, require: &Require, pending: &[&Migration]) -> Vec<String> {
    let variables = |name: &str| (name == "SET").then(|| "0123456789".to_owned());
    let problems = check(connection, require, pending, &variables).await.unwrap();
    problems.into_iter().map(|p| format!("{} | {}", p.message, p.remedies.join(" | "))).collect()
}

#[tokio::test]
async fn postgres_tells_what_is_missing_and_what_is_there() {
    for version in whimbrel_testing::versions() {
        let database = whimbrel_testing::shared(version).database();
        database.psql(
            "CREATE SCHEMA app; CREATE TABLE app.\"User s\" (id int); CREATE TYPE mood AS ENUM ('ok'); \
             CREATE FUNCTION touch() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        );
        let connection = open(database.url()).await;
        let there = migration(
            1,
            "table app.\"User s\", column app.\"User s\".id, schema app, type mood, function touch, role postgres, \
             extension plpgsql, postgres >=12, variable SET",
            "SELECT 1;",
        );
        assert_eq!(unmet(&connection, &Require::default(), &[&there]).await, Vec::<String>::new());
        let missing = migration(
            2,
            "table users, column app.\"User s\".name, schema shop, type status, function gone, role nobody_here, \
             extension hstore, postgres <12, variable NOT_SET",
            "SELECT 1;",
        );
        let found = unmet(&connection, &Require::default(), &[&missing]).await.join("\n");
        let mut settings = insta::Settings::clone_current();
        settings.add_filter(r"this is \d+\.\d+", "this is [version]");
        settings.bind(|| insta::assert_snapshot!("missing_on_postgres", found));
    }
}

#[tokio::test]
async fn what_an_earlier_pending_migration_makes_is_not_missing() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&format!("sqlite:///{}", folder.path().join("a.db").display())).await;
    let first = migration(1, "sqlite >=3", "CREATE TABLE users (id int);");
    let second = migration(2, "table users, column users.name", "SELECT 1;");
    let adds = migration(3, "sqlite >=3", "ALTER TABLE users ADD COLUMN name text;");
    assert_eq!(unmet(&connection, &Require::default(), &[&first, &adds, &second]).await, Vec::<String>::new());
    let found = unmet(&connection, &Require::default(), &[&second, &first]).await;
    assert_eq!(found.len(), 2, "{found:?}");
}

#[tokio::test]
async fn variables_are_measured_and_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&format!("sqlite:///{}", folder.path().join("a.db").display())).await;
    let rule = |name: &str, length, min_length| VariableRule { name: name.to_owned(), length, min_length };
    let require = Require {
        sqlite: Some(VersionBound { op: BoundOp::AtLeast, version: vec![99] }),
        variables: vec![
            rule("SET", Some(10), None),
            rule("SET", Some(32), None),
            rule("SET", None, Some(16)),
            rule("KEY", Some(32), None),
            rule("OTHER", None, None),
        ],
        ..Require::default()
    };
    let found = unmet(&connection, &require, &[]).await.join("\n");
    assert!(!found.contains("0123456789"));
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"this is \d+\.\d+", "this is [version]");
    settings.bind(|| insta::assert_snapshot!("variables_and_version", found));
}

#[tokio::test]
async fn losses_are_counted_and_what_a_policy_hides_is_not_guessed() {
    use whimbrel_catalog::{Catalog, Change};
    use whimbrel_db::postgres::catalog::{ReadOptions, read};
    let database = whimbrel_testing::shared(15).database();
    database.psql(
        "CREATE TABLE chats (id int, note text); INSERT INTO chats SELECT n, CASE n WHEN 1 THEN 'a' END \
         FROM generate_series(1, 3) n; CREATE TABLE users (id int, nick text); INSERT INTO users VALUES (1, 'm'), (2, NULL)",
    );
    let connection = open(database.url()).await;
    let Connection::Postgres(session) = &connection else { panic!("a server") };
    let before = read(session, &ReadOptions::default()).await.unwrap();
    session.run("BEGIN; DROP TABLE chats; ALTER TABLE users DROP COLUMN nick").await.unwrap();
    let inside = ReadOptions { in_transaction: true, ..ReadOptions::default() };
    let after = read(session, &inside).await.unwrap();
    session.run("ROLLBACK").await.unwrap();
    let changes: Vec<Change> = Catalog::changes(&before, &after);
    let shown = |losses: Vec<whimbrel_plan::Loss>| -> Vec<String> {
        losses.iter().map(|l| format!("{} {:?} {:?}", l.table, l.kind, l.rows)).collect()
    };
    let found = shown(losses(&connection, &changes).await.unwrap());
    assert_eq!(found, ["chats Table Some(3)", "users Column(\"nick\") Some(1)"]);

    let role = format!("reader_{}", database.name());
    database.psql(&format!(
        "CREATE ROLE {role}; GRANT SELECT ON chats, users TO {role}; ALTER TABLE chats ENABLE ROW LEVEL SECURITY"
    ));
    session.run(&format!("SET ROLE {role}")).await.unwrap();
    let found = shown(losses(&connection, &changes).await.unwrap());
    database.psql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    assert_eq!(found, ["chats Table None", "users Column(\"nick\") Some(1)"]);
}
