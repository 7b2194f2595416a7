//! SQLite.

use insta::assert_snapshot;
use whimbrel_db::shadow::SqliteShadow;

use super::*;

fn script(sql: &str) -> Script {
    Script::read(vec![SourceFile::new("schema.sql", sql)], Engine::Sqlite).expect("it can be split")
}

fn told(shadow: &mut SqliteShadow, sql: &str) -> String {
    let script = script(sql);
    let result = shadow.load(&script);
    assert!(!shadow.sqlite().in_transaction());
    tell(&script, result)
}

fn objects(shadow: &SqliteShadow) -> String {
    let reply = shadow.sqlite().query("SELECT group_concat(name) FROM sqlite_schema", []).expect("it runs");
    reply.rows[0][0].clone().unwrap_or_default()
}

#[test]
fn every_statement_goes_behind_what_it_needs() {
    let mut shadow = SqliteShadow::start().expect("a shadow");
    assert!(shadow.what().starts_with("SQLite 3."), "{}", shadow.what());
    let sql = "PRAGMA foreign_keys = OFF;
        BEGIN TRANSACTION;
        PRAGMA journal_mode = WAL;
        CREATE INDEX chats_user ON chats (user_id);
        CREATE TRIGGER touched AFTER UPDATE ON chats BEGIN UPDATE chats SET at = 1 WHERE id = new.id; END;
        INSERT INTO chats (id, user_id, body) VALUES (1, 1, 'hello');
        INSERT INTO users VALUES (1, 'ann');
        CREATE VIEW busy AS SELECT * FROM users JOIN chats ON user_id = users.id;
        ALTER TABLE chats ADD COLUMN body text;
        CREATE TABLE chats (id integer PRIMARY KEY, user_id int NOT NULL REFERENCES users, at int);
        CREATE TABLE users (id integer PRIMARY KEY, name text);
        CREATE VIEW lost AS SELECT * FROM nowhere;
        COMMIT;
        VACUUM;";
    assert_snapshot!(told(&mut shadow, sql));
    shadow.reset().expect("it can be reset");
    assert_eq!(objects(&shadow), "");
}

#[test]
fn the_reason_first_and_then_what_waits() {
    let mut shadow = SqliteShadow::start().expect("a shadow");
    let sql = "CREATE INDEX chats_user ON chats (user_id);
        CREATE TABLE good (id int);
        CREATE TABLE chats (id integer PRIMARY KEY, user_id int,, at int);
        INSERT INTO missing VALUES (1);
        CREATE TABLE good (id text);
        CREATE INDEX bad ON good (absent);
        SELECT no_such_function(1)";
    assert_snapshot!(told(&mut shadow, sql));
    assert_eq!(objects(&shadow), "", "nothing is loaded");
    assert_snapshot!(told(&mut shadow, "ATTACH 'other.db' AS other; CREATE TABLE t (a); ROLLBACK"));
}
