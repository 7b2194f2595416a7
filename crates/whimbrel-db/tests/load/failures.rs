//! What cannot be loaded, and why.

use insta::assert_snapshot;
use whimbrel_db::load::{Roles, decode};
use whimbrel_testing::shared;

use super::*;

async fn failing(sql: &str) -> String {
    let database = shared(15).database();
    let text = loaded(&database, &script(sql)).await;
    let left =
        database.psql("SELECT count(*) FROM pg_class WHERE oid > 16384 AND relnamespace = 'public'::regnamespace");
    assert_eq!(left, "0", "nothing is loaded");
    text
}

#[tokio::test]
async fn the_reason_first_and_then_what_waits() {
    assert_snapshot!(
        failing(
            "CREATE VIEW chat_list AS SELECT * FROM chats;
        CREATE TABLE good (id int);
        CREATE INDEX ON chats (user_id);
        CREATE TABLE chats (
          id int PRIMARY KEY,
          user_id int REFERENCES users
        );
        ALTER TABLE good ADD COLUMN m app.mood;
        SELECT count_up(1) FROM good;
        COMMENT ON COLUMN good.nothing IS 'nothing'"
        )
        .await
    );
}

#[tokio::test]
async fn more_than_one_file() {
    let script = files(&[
        ("schema/chats.sql", "CREATE TABLE chats (id int PRIMARY KEY, user_id int REFERENCES users);"),
        (
            "schema/users.sql",
            "CREATE TABLE users (id int PRIMARY KEY,, name text);\nCREATE TABLE logs (u int REFERENCES usrs)",
        ),
    ]);
    assert_snapshot!(loaded(&shared(15).database(), &script).await);
}

#[tokio::test]
async fn mistakes_of_every_kind() {
    assert_snapshot!(
        failing(
            "CREATE TABEL a (id int);
        CREATE TABLE b (id int, id text);
        CREATE TABLE c (id int); CREATE TABLE c (id text);
        CREATE TABLE d (id int REFERENCES c (id));
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELEC 1';
        CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE VIEW v AS SELECT g('2026-01-01'::date);
        DROP TABLE e;
        SET timezone = 'nowhere';
        CREATE VIEW x AS SELECT * FROM y; CREATE VIEW y AS SELECT * FROM x;
        DO $$ BEGIN RAISE EXCEPTION 'no'; END $$;
        INSERT INTO c VALUES ('one')"
        )
        .await
    );
}

#[tokio::test]
async fn what_has_no_business_in_a_schema() {
    assert_snapshot!(
        failing(
            "CREATE DATABASE shop; DROP TABLESPACE fast; ALTER SYSTEM SET work_mem = '1GB';
        CREATE TABLE t (program int); COPY t (program) FROM STDIN;
1
\\.
        COPY t TO STDOUT; COPY t FROM PROGRAM 'cat /etc/passwd'; COPY (SELECT 1) TO '/tmp/x';
        ROLLBACK; SAVEPOINT s; ROLLBACK TO s;
        CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p"
        )
        .await
    );
}

#[tokio::test]
async fn roles_of_a_server_are_left_alone() {
    let sql = "CREATE TABLE t (id int);
        CREATE ROLE nobody_has_this;
        GRANT SELECT ON t TO nobody_has_this;
        ALTER TABLE t OWNER TO \"Nobody Either\";
        SET ROLE nobody_has_this";
    assert_snapshot!(failing(sql).await);
    let made = "DO $$ BEGIN CREATE ROLE made_in_a_block; END $$";
    assert_snapshot!(failing(made).await);
    assert_eq!(shared(15).database().psql("SELECT count(*) FROM pg_roles WHERE rolname ~ 'made_in_a|nobody_has'"), "0");
}

#[tokio::test]
async fn extensions_that_are_not_there() {
    let sql = "CREATE EXTENSION IF NOT EXISTS no_such_extension;
        CREATE TABLE t (id int DEFAULT made_there(), v no_type, u users)";
    for version in [12, 15] {
        let text = loaded(&shared(version).database(), &script(sql)).await;
        // Where a server keeps its control files is the machine's affair.
        let folder = text.split_once("control file \"").and_then(|(_, path)| path.split_once("/no_such_extension"));
        let text = text.replace(folder.expect("the path of a control file").0, "EXTENSIONS");
        assert_snapshot!(format!("extension_on_{version}"), text);
    }
}

#[tokio::test]
async fn rows_that_break_a_deferred_key() {
    let sql = "CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO t VALUES (1, 2)";
    assert_snapshot!(failing(sql).await);
}

#[test]
fn files_that_are_no_sql() {
    let mut text = String::new();
    let cases: &[(&str, &[u8])] = &[
        ("logo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("schema.dump", b"PGDMP\x01\x0e"),
        ("app.db", b"SQLite format 3\0"),
        ("schema.sql.gz", b"\x1f\x8b\x08"),
        ("wide.sql", b"\xff\xfeC\0R\0"),
        ("binary.sql", b"SELECT\n\0"),
        ("latin1.sql", b"SELECT 1;\n-- caf\xe9"),
        ("schema.json", b"{\"tables\": [\"it's\"]}"),
        ("schema.xml", b"<?xml version='1.0'?>"),
        ("list.json", b"\n [1, 2]"),
        ("rows.csv", b"\"id\",\"name\"\n"),
        ("empty.sql", b""),
        ("blank.sql", b"\xef\xbb\xbf \n"),
        ("open.sql", b"CREATE TABLE t (a text DEFAULT 'x)"),
        ("shell.sql", b"\\i other.sql"),
        ("connect.sql", b"\\connect shop"),
    ];
    for (path, bytes) in cases {
        let file = decode(Path::new(path), bytes.to_vec());
        let error = file.and_then(|file| Script::read(vec![file], Engine::Postgres)).expect_err("no SQL");
        text.push_str(&refused(&error));
    }
    assert_snapshot!(text);
}

#[tokio::test]
async fn prose_is_told_by_the_database() {
    assert_snapshot!(failing("Hello, this is a letter. It goes on").await);
}

#[tokio::test]
async fn a_connection_that_ends() {
    let database = shared(15).database();
    let postgres = connect(&database).await;
    let script =
        script("CREATE TABLE t (a int);\nSELECT pg_terminate_backend(pg_backend_pid());\nCREATE TABLE u (a int)");
    let text = tell(&script, whimbrel_db::load::load(&postgres, &script, Roles::Leave).await);
    assert_snapshot!(text);
}
