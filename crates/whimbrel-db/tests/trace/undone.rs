//! What a transaction has taken back of what it did to the schema.

use whimbrel_db::Postgres;
use whimbrel_db::address::EmbeddedPlace;
use whimbrel_db::postgres::connect_embedded;
use whimbrel_db::postgres::trace::CatalogWrites;
use whimbrel_testing::{schema_versions, shared};

use crate::observer::connect;

const CASES: [(&str, bool); 12] = [
    ("SELECT 1", true),
    ("CREATE TABLE a (id int PRIMARY KEY, n text DEFAULT 'x' CHECK (n <> '')); DROP TABLE a", true),
    ("CREATE TABLE a (); INSERT INTO a DEFAULT VALUES; DROP TABLE a", true),
    ("CREATE TYPE e AS ENUM ('a'); CREATE TABLE a (e e); DROP TABLE a; DROP TYPE e", true),
    ("COMMENT ON TABLE t IS 'x'; COMMENT ON TABLE t IS NULL", true),
    ("CREATE ROLE undone_role; DROP ROLE undone_role", true),
    ("CREATE TABLE a ()", false),
    ("CREATE ROLE undone_role", false),
    ("DROP TABLE t", false),
    // the same again, in other rows
    ("DROP TABLE t; CREATE TABLE t (id int)", false),
    ("ALTER TABLE t ADD COLUMN n int; ALTER TABLE t DROP COLUMN n", false),
    ("CREATE TABLE a (id int); DROP TABLE t", false),
];

async fn check(session: &Postgres) {
    session.run("CREATE TABLE t (id int)").await.expect("it runs");
    for (sql, undone) in CASES {
        for before in ["SELECT 1", "CREATE TABLE first (id int)"] {
            session.run("BEGIN").await.expect("it begins");
            session.run(before).await.expect("it runs");
            let writes = CatalogWrites::now(session).await.expect("it can be asked");
            session.run("SAVEPOINT one").await.expect("it runs");
            session.run(sql).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
            let told = writes.are_undone(session).await.expect("it can be asked");
            // what was made before is not told apart: then it may say no where it is yes
            assert!(told == undone || !told && before != "SELECT 1", "{sql} after {before}");
            session.run("ROLLBACK").await.expect("it ends");
        }
    }
}

#[tokio::test]
async fn on_servers() {
    for version in schema_versions() {
        let database = shared(version).database();
        check(&connect(database.url()).await).await;
    }
}

#[tokio::test]
async fn on_the_embedded_one() {
    let options = whimbrel_db::ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    check(&connect_embedded(&EmbeddedPlace::Temporary, &options).await.expect("it starts")).await;
}
