use whimbrel_catalog::Catalog;
use whimbrel_db::sqlite::catalog::read;

use crate::listing;

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
    assert_eq!(listing(&catalog), "view v | definition: CREATE VIEW v AS SELECT a FROM t\n");
}
