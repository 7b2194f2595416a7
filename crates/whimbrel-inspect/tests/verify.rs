//! `verify` sections against a target as it is now.

use std::path::Path;

use whimbrel_db::address::Surroundings;
use whimbrel_db::{Address, ConnectOptions, Connection, connect};
use whimbrel_inspect::verify::verify;
use whimbrel_source::{Migration, SourceFile};

async fn open(url: &str) -> Connection {
    let around = Surroundings { variable: &|_| None, base: Path::new("/") };
    let options = ConnectOptions { application_name: "whimbrel test".to_owned(), wait: None };
    connect(&Address::parse(url, around).unwrap(), &options).await.unwrap()
}

fn migration(checks: &str) -> Migration {
    let text = format!("-- migrate:up\nSELECT 1;\n-- migrate:verify\n{checks}\n");
    Migration::parse(SourceFile::new("1_a.sql", text)).unwrap()
}

async fn found(connection: &Connection, checks: &str) -> Vec<String> {
    let migration = migration(checks);
    let results = verify(connection, &[&migration]).await.unwrap();
    results.into_iter().map(|r| format!("{} {:?}", r.name, r.found)).collect()
}

const CHECKS: &str = "-- holds
SELECT count(*) = 1 FROM a;
-- writes
INSERT INTO a VALUES (2);
-- fails
SELECT count(*) = 1 FROM gone;
-- is false
SELECT count(*) = 2 FROM a;
-- holds again
SELECT true;";

#[tokio::test]
async fn one_check_that_fails_keeps_no_other_from_being_made_and_nothing_is_written() {
    for version in whimbrel_testing::versions() {
        let database = whimbrel_testing::shared(version).database();
        database.psql("CREATE TABLE a (id int); INSERT INTO a VALUES (1)");
        let connection = open(database.url()).await;
        let found = found(&connection, CHECKS).await.join("\n");
        insta::allow_duplicates! {
            insta::assert_snapshot!(found, @r#"
            holds None
            writes Some("cannot execute INSERT in a read-only transaction")
            fails Some("relation \"gone\" does not exist")
            is false Some("false")
            holds again None
            "#);
        }
        assert_eq!(database.psql("SELECT count(*) FROM a"), "1");
    }
}

#[tokio::test]
async fn the_same_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&format!("sqlite:///{}", folder.path().join("a.db").display())).await;
    let Connection::Sqlite(session) = &connection else { panic!("SQLite") };
    session.run_sql("CREATE TABLE a (id int); INSERT INTO a VALUES (1)").unwrap();
    insta::assert_snapshot!(found(&connection, CHECKS).await.join("\n"), @r#"
    holds None
    writes Some("attempt to write a readonly database")
    fails Some("no such table: gone")
    is false Some("false")
    holds again None
    "#);
    let rows = session.run_sql("SELECT count(*) FROM a").unwrap();
    assert_eq!(rows[0].rows[0][0].as_deref(), Some("1"));
    session.run_sql("INSERT INTO a VALUES (2)").unwrap();
}

#[tokio::test]
async fn more_checks_than_travel_together_are_all_made() {
    let database = whimbrel_testing::shared(15).database();
    let connection = open(database.url()).await;
    let checks: String = (0..200).map(|n| format!("SELECT {n} <> 150;\n")).collect();
    let results = found(&connection, &checks).await;
    assert_eq!(results.len(), 200);
    let failed: Vec<&String> = results.iter().filter(|line| !line.ends_with("None")).collect();
    assert_eq!(failed, ["SELECT 150 <> 150 Some(\"false\")"]);
}
