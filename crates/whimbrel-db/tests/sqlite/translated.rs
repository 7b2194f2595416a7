//! Statements of PostgreSQL's other than ALTER TABLE.

use insta::assert_snapshot;

use crate::support::{scratch, told};

const FAMILY: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT);
    CREATE TABLE c (p_id INT REFERENCES p ON DELETE CASCADE, x INT);
    CREATE VIEW v AS SELECT * FROM p; INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 1), (2, 2);";

#[test]
fn indexes_are_built_plainly() {
    let scratch = scratch(FAMILY);
    scratch.migrated(&["CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON c USING btree (x)"]);
    assert_eq!(scratch.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'i'"), "1");
    scratch.migrated(&["DROP INDEX CONCURRENTLY IF EXISTS i CASCADE;"]);
    assert_eq!(scratch.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'i'"), "0");
}

#[test]
fn a_table_that_is_referenced_is_not_dropped_without_cascade() {
    let scratch = scratch(FAMILY);
    assert_snapshot!(told(&scratch.migrate(&["DROP TABLE p"]).expect_err("referenced")), @r#"
SQLITE_ERROR: foreign key (p_id) of table c references what would go from table p
hint: drop that foreign key first, or let CASCADE drop it
"#);
    assert_eq!(scratch.rows("SELECT count(*) FROM c"), "2", "no row of c was deleted");
    scratch.migrated(&["DROP TABLE p CASCADE"]);
    assert_snapshot!(scratch.schema(), @r#"CREATE TABLE "c" (p_id INT, x INT);"#);
    assert_eq!(scratch.rows("SELECT * FROM c"), "1|1\n2|2");
}

#[test]
fn tables_are_dropped_together() {
    let scratch = scratch(FAMILY);
    scratch.migrated(&["DROP TABLE IF EXISTS p, c, nope RESTRICT"]);
    assert_eq!(scratch.schema(), "CREATE VIEW v AS SELECT * FROM p;");
}

#[test]
fn truncate_empties_tables() {
    let scratch = scratch(FAMILY);
    assert_snapshot!(told(&scratch.migrate(&["TRUNCATE TABLE p"]).expect_err("referenced")), @r#"
SQLITE_ERROR: foreign key (p_id) of table c references what would go from table p
hint: drop that foreign key first, or let CASCADE drop it
"#);
    scratch.migrated(&["TRUNCATE ONLY c"]);
    assert_eq!(scratch.rows("SELECT (SELECT count(*) FROM c), (SELECT count(*) FROM p)"), "0|2");
    scratch.migrated(&[
        "INSERT INTO c VALUES (1, 1)",
        "TRUNCATE p RESTART IDENTITY CASCADE",
        "INSERT INTO p DEFAULT VALUES",
    ]);
    assert_eq!(scratch.rows("SELECT (SELECT count(*) FROM c), (SELECT max(id) FROM p)"), "0|1");
}

#[test]
fn sql_of_postgresql_is_answered_with_the_remedy() {
    let scratch = scratch("");
    let error =
        scratch.migrate(&["CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY, at TIMESTAMPTZ DEFAULT now())"]);
    let error = error.expect_err("no identity columns");
    assert_snapshot!(told(&error), @r#"
SQLITE_ERROR: near "IDENTITY": syntax error
hint: where this is PostgreSQL's SQL, write SQLite's in a section of its own: -- migrate:up engine:sqlite
"#);
    assert!(error.position.is_some());
    assert_snapshot!(told(&scratch.migrate(&["VACUUM"]).expect_err("in a transaction")), @r#"
SQLITE_ERROR: cannot VACUUM from within a transaction
hint: put it in a section that runs outside one: -- migrate:up transaction:false
"#);
}

#[test]
fn errors_name_their_object_and_their_place() {
    let scratch =
        scratch("CREATE TABLE t (a INT NOT NULL, b INT UNIQUE, c INT CHECK (c > 0)); INSERT INTO t VALUES (1, 1, 1)");
    let error = scratch.db.run_sql("SELECT 'ä';\n SELECT 'ö', nope FROM t").expect_err("no such column");
    assert_eq!((error.code.as_str(), error.position, error.completed), ("SQLITE_ERROR", Some(25), 1));
    let error = scratch.db.execute_sql("INSERT INTO t VALUES (NULL, 2, 1)").expect_err("null");
    assert_eq!((error.table.as_deref(), error.column.as_deref()), (Some("t"), Some("a")));
    assert_eq!(error.code, "SQLITE_CONSTRAINT_NOTNULL");
    let error = scratch.db.execute_sql("INSERT INTO t VALUES (2, 1, 1)").expect_err("twice");
    assert_eq!((error.code.as_str(), error.column.as_deref()), ("SQLITE_CONSTRAINT_UNIQUE", Some("b")));
    let error = scratch.db.execute_sql("INSERT INTO t VALUES (2, 2, 0)").expect_err("not positive");
    assert_eq!((error.code.as_str(), error.constraint.as_deref()), ("SQLITE_CONSTRAINT_CHECK", Some("c > 0")));
}

#[test]
fn replies_count_rows() {
    let scratch = scratch("CREATE TABLE t (a, b)");
    let run = |sql: &str| scratch.db.execute_sql(sql).expect("runs");
    assert_eq!(run("INSERT INTO t VALUES (1, 'x'), (NULL, x'01ff'), (2.5, 'y')").affected, 3);
    assert_eq!(run("CREATE TABLE u (a)").affected, 0);
    assert_eq!(run("UPDATE t SET b = 'z' WHERE a = 2.5").affected, 1);
    let reply = run("SELECT a, b AS c FROM t ORDER BY rowid");
    assert_eq!(reply.columns, ["a", "c"]);
    assert_eq!(scratch.rows("SELECT * FROM t"), "1|x\n∅|x'01ff'\n2.5|z");
    assert_eq!(run("DELETE FROM t WHERE a = 77").affected, 0);
}
