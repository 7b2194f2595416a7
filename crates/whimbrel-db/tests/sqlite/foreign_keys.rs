//! Foreign keys turned off inside a transaction, and checked before COMMIT.

use insta::assert_snapshot;

use crate::support::{scratch, told};

const FAMILY: &str =
    "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p_id INT REFERENCES p ON DELETE CASCADE);
    INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2), (2);";

#[test]
fn a_rebuild_written_by_hand_keeps_the_children() {
    let scratch = scratch(FAMILY);
    scratch.migrated(&[
        "PRAGMA foreign_keys = OFF",
        "CREATE TABLE new_p (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO new_p (id) SELECT id FROM p",
        "DROP TABLE p",
        "ALTER TABLE new_p RENAME TO p",
        "PRAGMA foreign_keys = ON",
    ]);
    assert_eq!(scratch.rows("SELECT count(*) FROM c"), "3");
}

#[test]
fn rows_that_lost_their_parent_fail_the_commit() {
    let scratch = scratch(FAMILY);
    let error = scratch.migrate(&["PRAGMA foreign_keys = 0", "DELETE FROM p WHERE id = 2"]).expect_err("orphans");
    assert_snapshot!(told(&error), @r#"
SQLITE_CONSTRAINT_FOREIGNKEY: FOREIGN KEY constraint failed
detail: the row with rowid 2 of table c has no parent in table p, and 1 more row is like it
hint: list them with PRAGMA foreign_key_check(c); delete these rows, or insert their parents, first
"#);
    assert_eq!(scratch.rows("SELECT count(*) FROM p"), "2", "rolled back");
}

#[test]
fn only_new_violations_fail() {
    let scratch = scratch(FAMILY);
    scratch
        .db
        .run_sql("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (77); PRAGMA foreign_keys = ON")
        .expect("old sin");
    scratch.migrate(&["PRAGMA foreign_keys = OFF", "ALTER TABLE c ADD COLUMN x INT UNIQUE"]).expect("nothing new");
    scratch.migrate(&["ALTER TABLE p ALTER id SET DEFAULT 3"]).expect("nothing new");
    assert_eq!(scratch.db.foreign_key_violations().expect("checked").len(), 1);
}

#[test]
fn deferred_keys_name_the_row_at_commit() {
    let scratch = scratch(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p_id INT REFERENCES p DEFERRABLE INITIALLY DEFERRED);",
    );
    let error = scratch.migrate(&["INSERT INTO c VALUES (8)"]).expect_err("deferred");
    assert_snapshot!(told(&error), @r#"
SQLITE_CONSTRAINT_FOREIGNKEY: FOREIGN KEY constraint failed
detail: the row with rowid 1 of table c has no parent in table p
hint: list them with PRAGMA foreign_key_check(c); delete these rows, or insert their parents, first
"#);
}

#[test]
fn keys_are_enforced_between_rebuilds() {
    let scratch = scratch(FAMILY);
    scratch.migrated(&[
        "ALTER TABLE p ADD COLUMN n INT UNIQUE",
        "DELETE FROM p WHERE id = 2",
        "ALTER TABLE c ADD y INT UNIQUE",
    ]);
    assert_eq!(scratch.rows("SELECT * FROM c"), "1|∅", "ON DELETE CASCADE acted");
}

#[test]
fn a_statement_that_fails_leaves_the_transaction_usable() {
    let scratch = scratch(FAMILY);
    scratch.db.begin().expect("begun");
    scratch.db.execute_sql("INSERT INTO p VALUES (3)").expect("inserted");
    scratch.db.execute_sql("ALTER TABLE c ADD x INT UNIQUE NOT NULL").expect_err("rows");
    assert!(scratch.db.foreign_keys_enforced().expect("asked"));
    scratch.db.execute_sql("INSERT INTO c VALUES (99)").expect_err("enforced");
    scratch.db.commit().expect("committed");
    assert_eq!(scratch.rows("SELECT count(*) FROM p"), "3");
}

#[test]
fn outside_a_transaction_too() {
    let scratch = scratch(FAMILY);
    let run = |sql: &str| scratch.db.execute_sql(sql);
    run("ALTER TABLE p ADD COLUMN n INT UNIQUE").expect("rebuilt");
    run("ALTER TABLE p ADD COLUMN m INT NOT NULL UNIQUE").expect_err("rows");
    assert!(!scratch.db.in_transaction());
    for sql in
        ["PRAGMA foreign_keys = OFF", "ALTER TABLE p ADD COLUMN o INT UNIQUE", "BEGIN", "DELETE FROM p WHERE id = 1"]
    {
        run(sql).expect("runs");
    }
    run("END TRANSACTION").expect("not checked: it was the user who began without foreign keys");
    assert!(!scratch.db.foreign_keys_enforced().expect("asked"));
    for sql in ["PRAGMA foreign_keys = ON", "BEGIN", "PRAGMA foreign_keys = OFF", "DELETE FROM p WHERE id = 2"] {
        run(sql).expect("runs");
    }
    run("COMMIT").expect_err("checked");
    run("ROLLBACK").expect("ended");
    assert!(scratch.db.foreign_keys_enforced().expect("asked"));
    assert_eq!(scratch.rows("SELECT id FROM p"), "2");
    assert_eq!(scratch.rows("SELECT count(*) FROM c"), "3");
}
