//! Reading SQLite's catalog, and from one to another.

mod corpus;
mod observer;
mod random;

use whimbrel_catalog::Catalog;
use whimbrel_db::sqlite::catalog::read;

use whimbrel_db::sqlite::shape::compare;
use whimbrel_source::Engine;

use crate::listing;
use crate::shape::{statement, told};

fn memory(sql: &str) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open_in_memory().expect("memory");
    connection.execute_batch(sql).expect("the SQL is right");
    connection
}

#[test]
fn every_kind_is_read() {
    let catalog = read(&memory(include_str!("every_kind.sqlite.sql"))).expect("it can be read");
    insta::assert_snapshot!("every_kind_on_sqlite", listing(&catalog));
}

#[test]
fn spelling_is_no_change() {
    let one = "CREATE TABLE t (id integer primary key, name varchar (20) default 'a' check (name <> 'x'));
               CREATE INDEX i ON t (name,id);";
    let other = "CREATE TABLE t (
                   id INTEGER PRIMARY KEY, -- the key
                   name VARCHAR(20) DEFAULT 'a' CHECK (name  <> 'x')
                 );
                 CREATE INDEX i ON t (name, id);";
    let [one, other] = [one, other].map(|sql| read(&memory(sql)).expect("it can be read"));
    assert_eq!(Catalog::changes(&one, &other), []);
}

#[test]
fn reading_in_a_transaction_sees_it_and_leaves_it_open() {
    let connection = memory("CREATE TABLE t (a); BEGIN; CREATE TABLE u (b)");
    assert_eq!(read(&connection).expect("it can be read").tables.len(), 2);
    assert!(!connection.is_autocommit());
    connection.execute_batch("ROLLBACK").expect("it is open");
    assert_eq!(read(&connection).expect("it can be read").tables.len(), 1);
    assert!(connection.is_autocommit());
}

#[test]
fn a_view_over_a_table_that_is_gone_is_still_compared() {
    let connection = memory("CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t; DROP TABLE t");
    let catalog = read(&connection).expect("it can be read");
    assert_eq!(listing(&catalog), "view v | definition: CREATE VIEW v AS\nSELECT a\nFROM t\n");
}

const CHATS: &str = "CREATE TABLE IF NOT EXISTS chats (
      id INTEGER PRIMARY KEY,
      user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
      query varchar(255) DEFAULT 'none' CHECK (query <> ''),
      UNIQUE (user_id, query)
    )";

#[test]
fn what_exists_is_compared_with_what_is_asked_for() {
    let connection = memory(&format!(
        "CREATE TABLE users (id TEXT PRIMARY KEY); {}; CREATE INDEX by_user ON chats (user_id DESC);
         CREATE VIEW seen AS SELECT 1 AS a;",
        CHATS.replace("IF NOT EXISTS ", "")
    ));
    let mut text = String::new();
    for sql in [
        CHATS,
        &CHATS.replace("REFERENCES users", "references \"users\" (id)").replace("chats", "main.\"Chats\""),
        &CHATS.replace(" ON DELETE CASCADE", ""),
        &CHATS
            .replace("varchar(255)", "text")
            .replace("id INTEGER PRIMARY KEY", "id INTEGER PRIMARY KEY AUTOINCREMENT"),
        &CHATS.replace("UNIQUE (user_id, query)", "more int, CONSTRAINT mine UNIQUE (user_id)"),
        &CHATS.replace("CHECK (query <> '')", "CONSTRAINT mine CHECK (query <> '')"),
        "CREATE TABLE IF NOT EXISTS seen (a)",
        "CREATE TABLE IF NOT EXISTS nothing (a)",
        "CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY DEFAULT no_such(1) NOT)",
        "CREATE INDEX IF NOT EXISTS by_user ON chats(\"user_id\" DESC)",
        "CREATE INDEX IF NOT EXISTS by_user ON chats(user_id desc)",
        "CREATE UNIQUE INDEX IF NOT EXISTS by_user ON chats (user_id, query) WHERE id > 1",
        "CREATE INDEX IF NOT EXISTS by_user ON users (id)",
        "CREATE INDEX IF NOT EXISTS users ON chats (id)",
    ] {
        let statement = statement(sql, Engine::Sqlite);
        let shape = told(compare(&connection, &statement).expect("it can be compared"));
        text.push_str(&format!("{}\n{shape}\n\n", sql.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    insta::assert_snapshot!("every_difference_on_sqlite", text);
    assert!(connection.is_autocommit());
}
